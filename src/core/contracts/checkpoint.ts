import type { TensorHeader } from './contract';
import { lastSegmentAt } from './names';

/** Last name segments that only parameters, buffers and optimizer state have. */
const PARAMETER_ENDINGS =
  /^[wb]\d*$|^(.*_)?(weight|weights|bias|gamma|beta|kernel|running_mean|running_var|num_batches_tracked|weight_[ghuv]|(weight|bias)_(ih|hh)_l\d+\w*|lora_(up|down|mid|[ab])|exp_avg|exp_avg_sq|max_exp_avg_sq|momentum_buffer|qweight|qzeros|g_idx|absmax|quant_map|scale_weight|input_scale|position_ids|inv_freq|cls_token|mask_token|class_token|pos_embed|logit_scale|alphas_cumprod\w*|emb_params|clip_[gl]|t5xxl|hada_\w+|lokr_\w+|oft_\w+|dora_scale|diff_b|scaled_fp8|freqs_c[io]s|text_projection|positional_embedding|latents_mean|latents_std)$/i;

/** Path segments of modules; a path of several segments through one of them is a parameter's. */
const MODULE_SEGMENTS =
  /^(layers?|blocks?|h|attn\d?|attention|self_attn|cross_attn|mlp|ff|ffn|norm\d?|ln_\w+|conv\w*|resnets?|resblocks?|transformer\w*|model|diffusion_model|first_stage_model|cond_stage_model|unet|vae|encoder|decoder|text_model|vision_model|vision_tower|text_encoders?|image_encoder|image_proj|ip_adapter|perceiver\w*|embeddings|(down|up|mid|input|middle|output|double|single)_blocks?|lora_\w+|module|backbone|state|optimizer\w*|string_to_param|controlnet|control_model)$/i;

/** Whether a name is one that only a model's parameter, buffer or optimizer state would have. */
export function isParameterName(name: string): boolean {
  return parameterNames()(name);
}

/** The same for many names: ten thousand weights have a dozen endings, each of which is judged once. */
function parameterNames(): (name: string) => boolean {
  const endings = new Map<string, boolean>();
  const isParameterEnding = (ending: string) => {
    const known = endings.get(ending);
    if (known !== undefined) return known;
    const found = PARAMETER_ENDINGS.test(ending);
    endings.set(ending, found);
    return found;
  };
  return name => {
    // Nine of ten parameters, before anything is cut out of their names.
    if (name.endsWith('.weight') || name.endsWith('.bias')) return true;
    const last = lastSegmentAt(name);
    if (isParameterEnding(name.slice(last))) return true;
    return name
      .slice(0, last)
      .split(/[./\\]/)
      .some(part => MODULE_SEGMENTS.test(part));
  };
}

/** Of files that were asked about: classification and the rules ask the same. */
const KNOWN = new WeakMap<readonly TensorHeader[], (name: string) => boolean>();

/**
 * Whether the tensor of a name among these belongs to a model checkpoint: all of a file's where more than half
 * are parameters, else the parameters alone.
 */
export function checkpointNames(tensors: readonly TensorHeader[]): (name: string) => boolean {
  const known = KNOWN.get(tensors);
  if (known) return known;
  const isParameter = parameterNames();
  let parameters = 0;
  for (const { name } of tensors) if (isParameter(name)) parameters++;
  const isCheckpointName = 2 * parameters > tensors.length ? () => true : isParameter;
  KNOWN.set(tensors, isCheckpointName);
  return isCheckpointName;
}
