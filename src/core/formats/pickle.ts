import type { TensorFormat } from './format';

const ENDINGS = ['.pkl', '.pickle', '.joblib'] as const;
const PROTO = 0x80;
const NEWEST_PROTOCOL = 5;
/** First opcodes of protocols 0 and 1: containers, marks, names and values. */
const FIRST_TEXT_OPCODES = /^[(\]})cINSVFLJKMGXUTl]/;

/**
 * A plain pickle: no tensors are listed, but everything that it names is judged. Any protocol; never
 * executed. Source: Python's pickletools.
 */
export const pickleFormat: TensorFormat = {
  id: 'pickle',
  endings: ENDINGS,
  sniff: (head, name) => {
    if (head[0] === PROTO && head[1]! <= NEWEST_PROTOCOL) return true;
    const lower = name.toLowerCase();
    const hasEnding = ENDINGS.some(ending => lower.endsWith(ending));
    return hasEnding && FIRST_TEXT_OPCODES.test(String.fromCharCode(head[0] ?? 0));
  },
  open: async (context, signal) =>
    (await import('./pickle/pickleFile')).openPickleFile(context, signal),
};
