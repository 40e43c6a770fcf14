import type { TensorFormat } from './format';
import { isNpy } from './magic';

/** NumPy's .npy, versions 1.0, 2.0 and 3.0. Spec: numpy/lib/format.py. */
export const npy: TensorFormat = {
  id: 'npy',
  endings: { owned: ['.npy'] },
  sniff: isNpy,
  open: async ({ source }, signal) => {
    const { openNpyArray } = await import('./npyArray');
    const { tensor, problems } = await openNpyArray(source, '', signal);
    return {
      format: 'npy',
      byteLength: source.size,
      metadata: new Map(),
      tensors: [tensor],
      isFlat: true,
      problems,
      close: () => source.close(),
    };
  },
};
