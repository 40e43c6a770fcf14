import { type Marked, mark, t } from '../l10n';
import type { Tensor } from '../tensor/tensor';
import { refuse } from './checks';
import type { Conversion, ConversionContext, ConversionInput, ConvertedTensor } from './conversion';
import { type ConversionOption, type OptionValues, parseOptions } from './options';

/** Whether the tensors beside those that are converted stay in the result: exports take what they are told. */
export function keepsOthers(conversion: Conversion): boolean {
  return conversion.takes !== 'file' && conversion.writes === undefined;
}

const OTHERS_TITLE: Marked = mark('The other tensors of the file');

/** What becomes of the other tensors of a file. */
const OTHERS: ConversionOption = {
  name: 'others',
  title: OTHERS_TITLE,
  type: 'choice',
  choices: ['keep', 'drop'],
  default: 'keep',
};

/** Every option of a conversion: its own, and `others` where it keeps other tensors. */
export function optionsOf(conversion: Conversion): readonly ConversionOption[] {
  return keepsOthers(conversion) ? [...conversion.options, OTHERS] : conversion.options;
}

/** The checked options of a conversion. @throws TensorFileError naming the option that is wrong. */
export function valuesOf(
  conversion: Conversion,
  texts: Readonly<Record<string, string>>,
): OptionValues {
  return parseOptions(conversion.id, optionsOf(conversion), texts);
}

/** Whether the options leave the other tensors out. */
export function dropsOthers(options: OptionValues): boolean {
  return options.text('others') === 'drop';
}

/** Runs any conversion; one that takes a single tensor takes the first. Nothing is read yet. */
export function runConversion(
  conversion: Conversion,
  inputs: readonly ConversionInput[],
  options: OptionValues,
  context: ConversionContext,
): readonly ConvertedTensor[] {
  if (conversion.takes === 'several') return conversion.run(inputs, options, context);
  if (conversion.takes === 'file') return conversion.run(inputs, options);
  const input = inputs[0] ?? refuse(null, t`No tensor was given to ${conversion.id}`);
  return conversion.run(input, options, context);
}

/** Whether a result is the tensor that it was made of: same name, header and bytes. */
export function isUnchanged(result: ConvertedTensor, input: ConversionInput): boolean {
  const { tensor } = input;
  return (
    result.name === tensor.name &&
    result.dtype === tensor.dtype &&
    result.source === tensor.source &&
    result.byteOffset === tensor.byteOffset &&
    sameNumbers(result.shape, tensor.shape) &&
    sameNumbers(result.strides, tensor.strides)
  );
}

function sameNumbers(a: Tensor['shape'], b: Tensor['shape']): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
