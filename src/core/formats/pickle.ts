import { TensorFileError } from '../errors';
import { t, verbatim } from '../l10n';
import type { FileProblem } from '../tensor/tensor';
import type { OpenContext, TensorFormat } from './format';
import { judgeName } from './pickle/judgeName';
import { MAX_PICKLE_BYTES } from './pickle/limits';
import { scanPickles, scanProblems } from './pickle/scanPickles';

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
  open: async ({ source, name }: OpenContext, signal) => {
    const label = t('The pickle');
    const length = Math.min(source.size, MAX_PICKLE_BYTES);
    const bytes = await source.read(0, length, signal);
    const scan = scanPickles(bytes, label);
    const problems = scanProblems(scan, label);
    if (isNumpyName(name)) throw notNumpy(problems);
    const isAttack = scan.globals.some(value => judgeName(value) !== 'data');
    if (scan.failure && !isAttack) throw compressed(bytes) ?? scan.failure;
    return {
      format: 'pickle',
      byteLength: source.size,
      metadata: new Map(),
      tensors: [],
      problems,
      close: () => source.close(),
    };
  },
};

/** np.load refuses a pickle of this name unless it is told to run it. */
function isNumpyName(name: string): boolean {
  return /\.np[yz]$/i.test(name);
}

function notNumpy(problems: readonly FileProblem[]): TensorFileError {
  const attack = problems.find(({ rule }) => rule === 'file/pickle-global');
  const said = t('This is a plain pickle, not what its name says: numpy refuses it by default');
  return attack
    ? new TensorFileError(verbatim(`${said}. ${attack.message}`), {}, { rule: attack.rule })
    : new TensorFileError(said, { byteOffset: 0 });
}

/** joblib compresses its pickles whole. */
function compressed(bytes: Uint8Array): TensorFileError | undefined {
  if (bytes[0] !== 0x78) return undefined;
  return new TensorFileError(
    t(
      'This is compressed data, as joblib.dump(compress=...) writes it: its pickle is not read here; do not load it from a source that you do not trust',
    ),
    { byteOffset: 0 },
  );
}
