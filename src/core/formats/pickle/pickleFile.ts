import { byteSize } from '../../byteSize';
import { TensorFileError } from '../../errors';
import { type LocalText, t, verbatim } from '../../l10n';
import type { FileProblem, TensorFile } from '../../tensor/tensor';
import type { OpenContext } from '../format';
import { classifyName } from './classifyName';
import { inflatedPickle } from './compressed';
import { MAX_PICKLE_BYTES } from './limits';
import { type PickleScan, scanPickles, scanProblems } from './scanPickles';

/** Judges all that a plain pickle names. @throws TensorFileError where it is damaged or another file's. */
export async function openPickleFile(
  { source, name }: OpenContext,
  signal?: AbortSignal,
): Promise<TensorFile> {
  const label = t('The pickle');
  const length = Math.min(source.size, MAX_PICKLE_BYTES);
  const bytes = await source.read(0, length, signal);
  const { scan, metadata } = await scanAsJoblib(bytes, label);
  const problems = scanProblems(scan, label);
  if (isNumpyName(name)) throw notNumpy(problems);
  const isAttack = scan.globals.some(value => classifyName(value) !== 'data');
  if (scan.failure && !isAttack) throw scan.failure;
  return {
    format: 'pickle',
    byteLength: source.size,
    metadata,
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

/** A pickle, or one that joblib compressed whole. */
async function scanAsJoblib(
  bytes: Uint8Array,
  label: LocalText,
): Promise<{ scan: PickleScan; metadata: Map<string, string> }> {
  const scan = scanPickles(bytes, label);
  const inflated = scan.failure && (await inflatedPickle(bytes));
  if (!inflated) return { scan, metadata: new Map() };
  const { compression, isFull } = inflated;
  const inner = scanPickles(inflated.bytes, label);
  const metadata = new Map([[t('compression'), compression]]);
  if (!isFull) return { scan: inner, metadata };
  const limit = byteSize(inflated.bytes.length);
  const failure = new TensorFileError(
    t`${label} inflates to more than ${limit}, which is all that is read of it: what it names behind them is not known`,
  );
  return { scan: { ...inner, failure, trailingBytes: 0 }, metadata };
}
