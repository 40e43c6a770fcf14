import type { TensorFormat } from './format';
import { isZip } from './magic';

/** NumPy's .npz: a zip of .npy members, stored or deflated. Spec: numpy/lib/npyio.py. */
export const npz: TensorFormat = {
  id: 'npz',
  endings: { owned: ['.npz'] },
  sniff: isZip,
  open: async (context, signal) => (await import('./npzArchive')).openNpz(context, signal),
};
