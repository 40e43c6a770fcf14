import type { Kind } from '../../core/contracts/index';
import { LATENT_MARKER } from '../../core/contracts/savedLatent';
import type {
  Conversion,
  ConversionContext,
  ConversionInput,
  ConvertedTensor,
  OneConversion,
  SeveralConversion,
} from '../../core/convert/conversion';
import type { OptionValues } from '../../core/convert/options';
import { dropsOthers, isUnchanged, keepsOthers, runConversion } from '../../core/convert/run';
import { TensorFileError } from '../../core/errors';
import { verbatim } from '../../core/l10n';
import type { Tensor } from '../../core/tensor/tensor';
import type { InputFile } from './inputs';

/** A tensor of a result and the contract that it keeps. */
export interface ResultTensor {
  readonly tensor: Tensor;
  readonly kind: Kind | null;
  /** False for a tensor that is only carried along: a target of one tensor leaves it out. */
  readonly isConverted: boolean;
}

/** What one run of a conversion gives: the content of one file, before it is cut to the target. */
export interface Result {
  /** The file that names the result and lends its metadata. */
  readonly source: InputFile;
  readonly tensors: readonly ResultTensor[];
  /** Names of the tensors that went in. */
  readonly from: readonly string[];
  /** Names of the tensors that were given and are not in the result. */
  readonly left: readonly string[];
  /** Results whose name was taken, and the name that they have now. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
  /** False where every tensor stays as it is. */
  readonly isChange: boolean;
  /** The source's metadata without what no longer holds. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** Applies a conversion to its inputs; nothing is read yet. @throws TensorFileError when they do not fit. */
export function convertInputs(
  conversion: Conversion,
  files: readonly InputFile[],
  options: OptionValues,
  context: ConversionContext,
): Result[] {
  if (conversion.takes === 'several') return [jointResult(conversion, files, options, context)];
  if (conversion.takes === 'file') {
    const inputs = files.flatMap(file => file.chosen);
    const made = runConversion(conversion, inputs, options, context);
    const tensors = made.map((tensor, i) => converted(tensor, inputs[i]!.kind));
    return [resultOf(files[0]!, tensors, namesOf(inputs), [], true)];
  }
  // A file that has none of the tensors named gives its partners only.
  return files
    .filter(file => file.chosen.length > 0)
    .map(file => {
      for (const input of file.chosen) demandApplies(conversion, input);
      return singleResult(conversion, file, options, context);
    });
}

function demandApplies(conversion: Conversion, input: ConversionInput): void {
  const reason = conversion.applies(input);
  if (reason !== null)
    throw new TensorFileError(verbatim(`${conversion.id}: ${reason}`), {
      tensor: input.tensor.name,
    });
}

const NONE: ReadonlySet<string> = new Set();

/** Each converted tensor replaced by what it gives, the others of the file in their old places. */
function singleResult(
  conversion: OneConversion,
  file: InputFile,
  options: OptionValues,
  context: ConversionContext,
): Result {
  const isKept = keepsOthers(conversion) && !dropsOthers(options);
  const chosen = new Set(file.chosen);
  const others = file.all.filter(input => !chosen.has(input));
  const { dropped = NONE, metadata } = conversion.leaves?.(file.chosen, file.all) ?? {};
  let isChange = conversion.writes !== undefined;
  const tensors = (isKept ? file.all : file.chosen).flatMap(input => {
    if (!chosen.has(input)) return dropped.has(input.tensor.name) ? [] : [carried(input)];
    const made = conversion.run(input, options, context);
    isChange ||= made.length !== 1 || !isUnchanged(made[0]!, input);
    return made.map(tensor => converted(tensor, input.kind));
  });
  const gone = isKept ? others.filter(({ tensor }) => dropped.has(tensor.name)) : others;
  const left = keepsOthers(conversion) ? namesOf(gone) : [];
  const result = resultOf(file, tensors, namesOf(file.chosen), left, isChange);
  return metadata ? { ...result, metadata } : result;
}

/** The result in the place of the tensors that it was made of; the rest of their one file stays. */
function jointResult(
  conversion: SeveralConversion,
  files: readonly InputFile[],
  options: OptionValues,
  context: ConversionContext,
): Result {
  const inputs = files.flatMap(file => file.chosen);
  const used = conversion.uses(inputs, options, context);
  const kinds = new Map(inputs.map(input => [input.tensor.name, input.kind]));
  const made = conversion
    .run(inputs, options, context)
    .map(tensor => converted(tensor, kinds.get(tensor.name) ?? null));
  const others = files.flatMap(file => file.all).filter(input => !used.includes(input));
  const isKept = files.length === 1 && !dropsOthers(options);
  const tensors = isKept ? [...made, ...others.map(carried)] : made;
  return resultOf(files[0]!, tensors, namesOf(used), isKept ? [] : namesOf(others), true);
}

function resultOf(
  source: InputFile,
  given: readonly ResultTensor[],
  from: readonly string[],
  left: readonly string[],
  isChange: boolean,
): Result {
  const before = withOneMarker(given);
  const tensors = uniquelyNamed(before);
  const renamed = tensors.flatMap(({ tensor }, i) => {
    const { name } = before[i]!.tensor;
    return name === tensor.name ? [] : [[name, tensor.name] as const];
  });
  const { metadata } = source.opened.file;
  return { source, tensors, from, left, renamed, isChange, metadata };
}

/** Two latents of one file bring two markers, which say the same. */
function withOneMarker(tensors: readonly ResultTensor[]): readonly ResultTensor[] {
  const first = tensors.find(({ tensor }) => tensor.name === LATENT_MARKER);
  return tensors.filter(one => one === first || one.tensor.name !== LATENT_MARKER);
}

function converted(tensor: ConvertedTensor, kind: Kind | null): ResultTensor {
  const isConverted = tensor.name !== LATENT_MARKER;
  return { tensor, kind: tensor.kind ?? kind, isConverted };
}

function carried({ tensor, kind }: ConversionInput): ResultTensor {
  return { tensor, kind, isConverted: false };
}

function namesOf(inputs: readonly ConversionInput[]): string[] {
  return inputs.map(input => input.tensor.name);
}

/** `image`, `image_2`, ...: a new tensor takes no name that another has. */
function uniquelyNamed(tensors: readonly ResultTensor[]): ResultTensor[] {
  const kept = tensors.filter(({ isConverted }) => !isConverted);
  const taken = new Set(kept.map(({ tensor }) => tensor.name));
  return tensors.map(result => {
    const { tensor, isConverted } = result;
    if (!isConverted) return result;
    let name = tensor.name;
    for (let number = 2; taken.has(name); number++) name = `${tensor.name}_${number}`;
    taken.add(name);
    return name === tensor.name ? result : { ...result, tensor: { ...tensor, name } };
  });
}
