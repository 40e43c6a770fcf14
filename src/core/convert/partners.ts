import type { Kind } from '../contracts/index';
import { t } from '../l10n';
import { nameOf, refuse } from './checks';
import type { ConversionContext, ConversionInput } from './conversion';

/**
 * The tensor that a text names: `NAME`, or `FILE:NAME` where FILE is a file's name or the end of its path.
 * @throws TensorFileError when there is none, or when several files have one of that name.
 */
export function findTensor(context: ConversionContext, reference: string): ConversionInput {
  const named = context.all.filter(input => input.tensor.name === reference);
  const placed = context.all.filter(
    input =>
      reference.endsWith(`:${input.tensor.name}`) &&
      isFile(input.file, reference.slice(0, -input.tensor.name.length - 1)),
  );
  const found = named.length > 0 ? named : placed;
  if (found.length === 1) return found[0]!;
  const names = context.all.map(nameOf).join(', ');
  return refuse(
    null,
    found.length === 0
      ? t`There is no tensor "${reference}": the files have ${names}`
      : t`"${reference}" is in several files: name it as FILE:${reference}`,
  );
}

function isFile(file: string, text: string): boolean {
  return file === text || file.endsWith(`/${text}`) || file.endsWith(`\\${text}`);
}

/** The inputs of a kind; a nameless tensor without a kind counts where its rank is the kind's. */
export function ofKind(inputs: readonly ConversionInput[], kind: Kind, ...ranks: number[]) {
  const sure = inputs.filter(input => input.kind === kind && input.role !== 'noise_mask');
  if (sure.length > 0) return sure;
  return inputs.filter(input => input.kind === null && ranks.includes(input.tensor.shape.length));
}
