import type { TensorFormat } from './format';

const MAGIC = '\x93NUMPY';

/** NumPy's .npy, versions 1.0, 2.0 and 3.0. Spec: numpy/lib/format.py. */
export const npy: TensorFormat = {
  id: 'npy',
  endings: ['.npy'],
  sniff: head => isNpy(head),
  open: async ({ source }, signal) => {
    const { openNpyArray } = await import('./npyArray');
    const { tensor, problems } = await openNpyArray(source, '', signal);
    return {
      format: 'npy',
      byteLength: source.size,
      metadata: new Map(),
      tensors: [tensor],
      problems,
      close: () => source.close(),
    };
  },
};

/** Whether bytes start with the magic of a .npy file. */
export function isNpy(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, MAGIC.length)) === MAGIC;
}
