import { rankOf } from '../contracts/contract';
import { imageContract } from '../contracts/image';
import { contractOf } from '../contracts/index';
import { maskContract } from '../contracts/mask';
import { mark, t } from '../l10n';
import { elementCount } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import { nameOf, notEmpty, refuse, shapeText } from './checks';
import type { ConversionInput, SeveralConversion } from './conversion';
import { RGBA } from './docsExamples';
import { concatTensor } from './lazy';
import { unsqueeze } from './views';

/** Tensors of equal sizes and dtype as one batch; those of one name in several files belong together. */
export const stackBatch: SeveralConversion = {
  id: 'stackBatch',
  title: mark('Stack into Batch'),
  summary: 'Joins tensors or files of equal size into one batch, in the order given.',
  from: mark('several tensors or files'),
  to: mark('one batch [n,...]'),
  how: 'bits',
  takes: 'several',
  group: 'shape',
  suffix: 'stacked',
  madeFor: null,
  options: [],
  applies: notEmpty,
  uses: withoutPlaceholders,
  run: inputs => groups(withoutPlaceholders(inputs)).map(stack),
  example: { tensors: [RGBA, RGBA], fromPictures: true },
  torchSnippet: name => `${name} = torch.cat([${name}, other], dim=0)`,
  numpySnippet: name => `${name} = np.concatenate([${name}, other], axis=0)`,
};

/**
 * LoadImage's stand-in for "no alpha" has a size of its own: where one picture brings it, the masks of
 * the others make no batch either.
 */
function withoutPlaceholders(inputs: readonly ConversionInput[]): readonly ConversionInput[] {
  const isPlaceholder = ({ kind, file, tensor }: ConversionInput) =>
    kind === maskContract.kind &&
    tensor.shape.slice(-2).join() === '64,64' &&
    inputs.some(
      other =>
        other.kind === imageContract.kind &&
        other.file === file &&
        other.tensor.shape.slice(-3, -1).join() !== '64,64',
    );
  return inputs.some(isPlaceholder)
    ? inputs.filter(input => input.kind !== maskContract.kind)
    : inputs;
}

/** Tensors of several files by their name; those of one file are one group. */
function groups(inputs: readonly ConversionInput[]): ConversionInput[][] {
  const severalFiles = new Set(inputs.map(input => input.file)).size > 1;
  const byName = new Map<string, ConversionInput[]>();
  for (const input of inputs) {
    const name = severalFiles ? plainName(input) : '';
    byName.set(name, [...(byName.get(name) ?? []), input]);
  }
  return [...byName.values()];
}

/** The name without the number that splitting gave it. */
function plainName(input: ConversionInput): string {
  return input.tensor.name.replace(/_\d{5}$/, '');
}

function stack(inputs: readonly ConversionInput[]) {
  if (inputs.length < 2)
    refuse(
      inputs[0] ?? null,
      inputs[0]
        ? t`Only one tensor was given, ${nameOf(inputs[0])}: a batch is stacked of two or more`
        : t('No tensor was given: a batch is stacked of two or more'),
    );
  const parts = inputs.map(withBatch);
  const first = parts[0]!;
  const odd = parts.findIndex(part => !fits(part, first));
  if (odd >= 0)
    refuse(
      inputs[odd]!,
      t`${nameOf(inputs[odd]!)} of ${inputs[odd]!.file} is ${parts[odd]!.dtype.name} ${shapeText(parts[odd]!.shape)}: it does not fit ${nameOf(inputs[0]!)}, ${first.dtype.name} ${shapeText(first.shape)}`,
    );
  return concatTensor(plainName(inputs[0]!), parts);
}

function fits(part: Tensor, first: Tensor): boolean {
  return (
    part.dtype.name === first.dtype.name &&
    part.shape.length === first.shape.length &&
    part.shape.every((size, axis) => axis === 0 || size === first.shape[axis])
  );
}

/** An item without a batch axis, as its kind tells, gets one. */
function withBatch(input: ConversionInput): Tensor {
  const rank = input.tensor.shape.length;
  const lacksBatch =
    rank === 0 || (input.kind !== null && rank === rankOf(contractOf(input.kind)) - 1);
  return lacksBatch && elementCount(input.tensor.shape) > 0
    ? unsqueeze(input.tensor, 0)
    : input.tensor;
}
