import type { TensorFormat } from './format';

/** NumPy's .npz: a zip of .npy members, stored or deflated. Spec: numpy/lib/npyio.py. */
export const npz: TensorFormat = {
  id: 'npz',
  endings: ['.npz'],
  sniff: head => {
    const start = String.fromCharCode(...head.subarray(0, 4));
    return start === 'PK\x03\x04' || start === 'PK\x05\x06';
  },
  open: async (context, signal) => (await import('./npzArchive')).openNpz(context, signal),
};
