import { TensorFileError } from '../../errors';
import { t, verbatim } from '../../l10n';
import type { FileProblem, TensorFile } from '../../tensor/tensor';
import type { OpenContext } from '../format';
import { classifyName } from './classifyName';
import { MAX_PICKLE_BYTES } from './limits';
import { scanPickles, scanProblems } from './scanPickles';

/** Judges all that a plain pickle names. @throws TensorFileError where it is damaged or another file's. */
export async function openPickleFile(
  { source, name }: OpenContext,
  signal?: AbortSignal,
): Promise<TensorFile> {
  const label = t('The pickle');
  const length = Math.min(source.size, MAX_PICKLE_BYTES);
  const bytes = await source.read(0, length, signal);
  const scan = scanPickles(bytes, label);
  const problems = scanProblems(scan, label);
  if (isNumpyName(name)) throw notNumpy(problems);
  const isAttack = scan.globals.some(value => classifyName(value) !== 'data');
  if (scan.failure && !isAttack) throw compressed(bytes) ?? scan.failure;
  return {
    format: 'pickle',
    byteLength: source.size,
    metadata: new Map(),
    tensors: [],
    problems,
    close: () => source.close(),
  };
}

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
