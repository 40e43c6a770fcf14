import { LATENT_MARKER } from '../../core/contracts/classify';
import type { Kind } from '../../core/contracts/contract';
import type {
  Conversion,
  ConversionContext,
  ConversionInput,
  TensorStream,
} from '../../core/convert/conversion';
import type { OptionValues } from '../../core/convert/options';
import { viewStream } from '../../core/convert/streams';
import { TensorFileError } from '../../core/errors';
import { verbatim } from '../../core/l10n';
import type { InputFile } from './inputs';

/** A result and the contract that it keeps. */
export interface ResultTensor {
  readonly stream: TensorStream;
  readonly kind: Kind | null;
  /** False for a tensor that is only carried along: a target of one tensor leaves it out. */
  readonly converted: boolean;
}

/** What one run of a conversion gives: the content of one file, before it is cut to the target. */
export interface Result {
  /** The file that names the result and lends its metadata. */
  readonly source: InputFile;
  readonly tensors: readonly ResultTensor[];
  /** Names of the tensors that went in. */
  readonly from: readonly string[];
}

/** Applies a conversion to its inputs; nothing is read yet. @throws TensorFileError when they do not fit. */
export function convertInputs(
  conversion: Conversion,
  files: readonly InputFile[],
  options: OptionValues,
  context: ConversionContext,
): Result[] {
  if (conversion.takes === 'together') {
    const inputs = files.flatMap(file => file.chosen);
    return [togetherResult(conversion, files[0]!, inputs, options, context)];
  }
  // A file that has none of the tensors named gives its partners only.
  return files
    .filter(file => file.chosen.length > 0)
    .map(file => {
      for (const input of file.chosen) demandApplies(conversion, input);
      return conversion.takes === 'inPlace'
        ? inPlaceResult(conversion, file, options, context)
        : eachResult(conversion, file, options, context);
    });
}

function demandApplies(conversion: Conversion, input: ConversionInput): void {
  const reason = conversion.applies(input);
  if (reason !== null)
    throw new TensorFileError(verbatim(`${conversion.id}: ${reason}`), {
      tensor: input.tensor.name,
    });
}

function togetherResult(
  conversion: Conversion,
  source: InputFile,
  inputs: readonly ConversionInput[],
  options: OptionValues,
  context: ConversionContext,
): Result {
  const kinds = new Map(inputs.map(input => [input.tensor.name, input.kind]));
  const tensors = conversion.run(inputs, options, context).map(stream => ({
    stream,
    kind: stream.kind ?? kinds.get(stream.name) ?? null,
    converted: stream.name !== LATENT_MARKER,
  }));
  return { source, tensors: uniquelyNamed(tensors), from: inputs.map(input => input.tensor.name) };
}

/** The whole file where nobody named a tensor, with the converted ones in their old places. */
function inPlaceResult(
  conversion: Conversion,
  file: InputFile,
  options: OptionValues,
  context: ConversionContext,
): Result {
  const kept = file.keepsOthers ? file.all : file.chosen;
  const tensors = kept.flatMap(input =>
    file.chosen.includes(input)
      ? resultsOf(conversion, input, options, context)
      : [{ stream: viewStream(input.tensor), kind: input.kind, converted: false }],
  );
  return { source: file, tensors, from: file.chosen.map(input => input.tensor.name) };
}

function eachResult(
  conversion: Conversion,
  file: InputFile,
  options: OptionValues,
  context: ConversionContext,
): Result {
  const tensors = file.chosen.flatMap(input => resultsOf(conversion, input, options, context));
  return {
    source: file,
    tensors: uniquelyNamed(tensors),
    from: file.chosen.map(input => input.tensor.name),
  };
}

function resultsOf(
  conversion: Conversion,
  input: ConversionInput,
  options: OptionValues,
  context: ConversionContext,
): ResultTensor[] {
  return conversion
    .run([input], options, context)
    .map(stream => ({ stream, kind: stream.kind ?? input.kind, converted: true }));
}

/** `image`, `image_2`, ...: new tensors may not share a name. */
function uniquelyNamed(tensors: readonly ResultTensor[]): ResultTensor[] {
  const taken = new Set<string>();
  return tensors.map(tensor => {
    let name = tensor.stream.name;
    for (let number = 2; taken.has(name); number++) name = `${tensor.stream.name}_${number}`;
    taken.add(name);
    return name === tensor.stream.name ? tensor : { ...tensor, stream: { ...tensor.stream, name } };
  });
}
