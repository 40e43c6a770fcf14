import { TensorFileError } from '../core/errors';
import { verbatim } from '../core/l10n';
import { shortText } from '../core/tensor/shortText';
import { elementCount, parseSlice, sliceShape, wholeRanges } from '../core/tensor/slice';
import type { Tensor } from '../core/tensor/tensor';
import { readValues, type ValueText } from '../core/tensor/values';
import { visible } from '../core/visible';
import type { OpenedFile } from '../engine/openedFile';
import { needFiles, parse, wholeNumber } from './args';
import { type CommandRunner, UsageError } from './command';
import { eachFile } from './eachFile';
import { chosen } from './stats';
import { shapeText } from './text';

export const MAX_VALUES = 1_000_000;

interface ValuesLine {
  readonly file: string;
  readonly tensors: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly values: readonly ValueText[];
  }[];
}

interface Wanted {
  readonly tensor: string | undefined;
  readonly slice: string | undefined;
  readonly first: number | undefined;
}

export const valuesCommand: CommandRunner = {
  run(args, streams, signal) {
    const { values, positionals } = parse(args, {
      json: { type: 'boolean' },
      tensor: { type: 'string' },
      real: { type: 'boolean' },
      slice: { type: 'string' },
      first: { type: 'string' },
    });
    needFiles(positionals);
    const first = wholeNumber('first', values.first, 0, MAX_VALUES);
    const wanted: Wanted = { tensor: values.tensor, slice: values.slice, first };
    const work = {
      real: values.real === true,
      describe: (opened: OpenedFile, at: AbortSignal) => describe(opened, wanted, at),
      text,
    };
    return eachFile(positionals, values.json === true, work, streams, signal);
  },
};

async function describe(
  opened: OpenedFile,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<ValuesLine> {
  const tensors = [];
  for (const tensor of chosen(opened, wanted.tensor)) {
    if (!tensor.dtype.decodable) {
      if (wanted.tensor !== undefined) {
        throw new TensorFileError(
          verbatim(`The values of "${tensor.name}" (${tensor.dtype.name}) cannot be decoded`),
        );
      }
      continue;
    }
    tensors.push(await valuesOf(tensor, wanted, signal));
  }
  return { file: opened.path, tensors };
}

async function valuesOf(tensor: Tensor, { slice, first }: Wanted, signal: AbortSignal) {
  const { name, dtype } = tensor;
  const ranges = slice === undefined ? wholeRanges(tensor.shape) : parseSlice(slice, tensor.shape);
  const shape = sliceShape(ranges);
  const count = elementCount(shape);
  const limit = first ?? MAX_VALUES;
  if (first === undefined && count > MAX_VALUES) {
    throw new UsageError(
      `"${name}" has ${count} values here and at most ${MAX_VALUES} are printed: take a --slice or --first N`,
    );
  }
  const { values } = await readValues(tensor, ranges, limit, signal);
  return { name, dtype: dtype.name, shape, values };
}

function text({ file, tensors }: ValuesLine): string {
  const blocks = tensors.map(({ name, dtype, shape, values }) => {
    const short = (text: string) => shortText(text, dtype);
    const cells = values.map(value =>
      typeof value === 'string' ? short(value) : `(${value.map(short).join(', ')})`,
    );
    return `  ${visible(name) || '(unnamed)'} ${dtype} ${shapeText(shape)}\n    ${visible(cells.join(' '))}`;
  });
  return [visible(file), ...blocks].join('\n');
}
