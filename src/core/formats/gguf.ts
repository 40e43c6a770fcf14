import type { TensorFormat } from './format';

/** GGUF, versions 2 and 3: headers only, block types decoded as their values are read. */
export const gguf: TensorFormat = {
  id: 'gguf',
  endings: { owned: ['.gguf'] },
  sniff: head => String.fromCharCode(...head.subarray(0, 4)) === 'GGUF',
  open: async (context, signal) => (await import('./gguf/ggufFile')).openGguf(context, signal),
};
