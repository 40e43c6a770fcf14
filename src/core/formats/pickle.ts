import { endingsOf, hasEnding, type TensorFormat } from './format';
import { compressionOf } from './pickle/compressions';

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
  endings: { shared: ['.pkl', '.pickle', '.joblib'] },
  sniff: (head, name) => {
    if (head[0] === PROTO && head[1]! <= NEWEST_PROTOCOL) return true;
    if (!hasEnding(name, endingsOf(pickleFormat))) return false;
    const first = String.fromCharCode(head[0] ?? 0);
    return FIRST_TEXT_OPCODES.test(first) || compressionOf(head) !== undefined;
  },
  open: async (context, signal) =>
    (await import('./pickle/pickleFile')).openPickleFile(context, signal),
};
