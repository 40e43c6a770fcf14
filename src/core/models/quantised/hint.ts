import { lastPart } from './storedNames';

/** Last parts of names that some convention has. A test holds that none of theirs is missing here. */
const HINT =
  /(?:^scaled_fp8|scale(?:_weight|_2|_inv)?|scales|absmax|^SCB|^bitsandbytes__.*|^comfy_quant|^weight_format|^qweight|^qzeros|^g_idx|qdata|^weight_s_channel)$/;

/**
 * Whether any name is one that only parts of quantised weights have: the conventions themselves are loaded
 * only then, so that no other file waits for them.
 */
export function mayBeQuantised(tensors: readonly { readonly name: string }[]): boolean {
  return tensors.some(({ name }) => HINT.test(lastPart(name)));
}
