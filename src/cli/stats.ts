import { TensorFileError } from '../core/errors';
import { verbatim } from '../core/l10n';
import type { TensorStats } from '../core/tensor/stats';
import type { Tensor } from '../core/tensor/tensor';
import { visible } from '../core/visible';
import type { OpenedFile } from '../engine/openedFile';
import { needFiles, parse, wholeNumber } from './args';
import { type CommandRunner, UsageError } from './command';
import { eachFile } from './eachFile';
import { table } from './text';

const MAX_BINS = 65_536;

interface StatsLine {
  readonly file: string;
  readonly tensors: readonly (Omit<TensorStats, 'firstNotFinite' | 'quantiles'> & {
    readonly name: string;
  })[];
}

export const statsCommand: CommandRunner = {
  run(args, streams, signal) {
    const { values, positionals } = parse(args, {
      json: { type: 'boolean' },
      tensor: { type: 'string' },
      real: { type: 'boolean' },
      bins: { type: 'string' },
    });
    needFiles(positionals);
    const bins = wholeNumber('bins', values.bins, 1, MAX_BINS) ?? 256;
    const work = {
      real: values.real === true,
      describe: (opened: OpenedFile, at: AbortSignal) => describe(opened, values.tensor, bins, at),
      text,
    };
    return eachFile(positionals, values.json === true, work, streams, signal);
  },
};

async function describe(
  opened: OpenedFile,
  name: string | undefined,
  bins: number,
  signal: AbortSignal,
): Promise<StatsLine> {
  const tensors = [];
  for (const tensor of chosen(opened, name)) {
    if (!tensor.dtype.decodable || tensor.dtype.kind === 'other') {
      if (name !== undefined)
        throw new TensorFileError(
          verbatim(`"${tensor.name}" (${tensor.dtype.name}) has no numbers`),
        );
      continue;
    }
    const index = opened.file.tensors.indexOf(tensor);
    const stats = await opened.stats.of(index, undefined, bins, signal);
    const { count, nan, posInf, negInf, zeros, min, max, mean, std, histogram } = stats;
    tensors.push({
      name: tensor.name,
      count,
      nan,
      posInf,
      negInf,
      zeros,
      min,
      max,
      mean,
      std,
      histogram,
    });
  }
  return { file: opened.path, tensors };
}

/** The tensor of that name, or all. @throws UsageError when there is none of that name. */
export function chosen(opened: OpenedFile, name: string | undefined): readonly Tensor[] {
  if (name === undefined) return opened.file.tensors;
  const found = opened.file.tensors.filter(tensor => tensor.name === name);
  if (found.length === 0) throw new UsageError(`There is no tensor "${name}"`);
  return found;
}

function text({ file, tensors }: StatsLine): string {
  const rows = tensors.map(({ name, count, nan, posInf, negInf, zeros, min, max, mean, std }) => [
    `  ${name || '(unnamed)'}`,
    ...[count, nan, posInf + negInf, zeros, min, max, mean, std].map(cell =>
      typeof cell === 'number' ? String(Number(cell.toPrecision(9))) : String(cell ?? '-'),
    ),
  ]);
  const head = ['  tensor', 'count', 'nan', 'inf', 'zeros', 'min', 'max', 'mean', 'std'];
  return [visible(file), ...table([head, ...rows])].join('\n');
}
