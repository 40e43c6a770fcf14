import type { Conversion, ConversionInput } from '../../core/convert/conversion';
import { TensorFileError } from '../../core/errors';
import { type LocalText, t, verbatim } from '../../core/l10n';
import type { ConvertParams } from '../../protocol/engineMethods';
import type { OpenedFile } from '../openedFile';
import type { ConvertDeps } from './deps';

/** An opened input file: its tensors as conversions take them, and those that are to be converted. */
export interface InputFile {
  readonly opened: OpenedFile;
  readonly all: readonly ConversionInput[];
  readonly chosen: readonly ConversionInput[];
  /** Whether the chosen ones were named. */
  readonly isNamed: boolean;
}

/** Tensors of an opened file as conversions take them: as they are stored, however they are shown. */
export function conversionInputs({
  stored: file,
  quantised,
  classifications,
  path,
}: Pick<OpenedFile, 'stored' | 'quantised' | 'classifications' | 'path'>): ConversionInput[] {
  const siblings = file.tensors.map(tensor => tensor.name);
  const weights = new Map(quantised.weights.map(weight => [weight.index, weight]));
  return file.tensors.map((tensor, i) => ({
    tensor,
    kind: classifications[i]?.kind ?? null,
    role: classifications[i]?.role,
    candidates: classifications[i]?.candidates ?? [],
    siblings,
    ...(weights.has(i) ? { quantised: weights.get(i)! } : {}),
    file: path,
    metadata: file.metadata,
  }));
}

/** Opens the files and chooses their tensors. The caller closes them, whatever happens after. */
export async function openInputs(
  params: ConvertParams,
  conversion: Conversion,
  deps: ConvertDeps,
  files: InputFile[],
  signal?: AbortSignal,
): Promise<void> {
  for (const { file, tensors } of params.inputs) {
    const opened = await deps.open(file, params.overrides, signal).catch(error => {
      throw params.inputs.length > 1 && file.type !== 'opened'
        ? naming(error, file.type === 'path' ? file.path : file.name)
        : error;
    });
    const all = conversionInputs(opened);
    const isNamed = tensors.length > 0;
    const named = all.filter(input => tensors.includes(input.tensor.name));
    files.push({ opened, all, chosen: named, isNamed });
    if (isNamed) continue;
    files[files.length - 1] = { opened, all, isNamed, chosen: automatic(all, conversion, opened) };
  }
  if (files.length === 0) throw new TensorFileError(t('No file was given to convert'));
  for (const name of params.inputs.flatMap(input => input.tensors)) demandThere(name, files);
}

/** Of several files, which one it is about. */
function naming(error: unknown, file: string): unknown {
  if (!(error instanceof TensorFileError)) return error;
  const { place, rule } = error;
  return new TensorFileError(verbatim(`${file}: ${error.message}`), place, { rule, cause: error });
}

/** A name given for several files must be in one of them. */
function demandThere(name: string, files: readonly InputFile[]): void {
  const all = files.flatMap(file => file.all);
  if (all.some(input => input.tensor.name === name)) return;
  const there = all.map(input => `"${input.tensor.name}"`).join(', ');
  const where = files.map(({ opened }) => opened.name).join(', ');
  throw new TensorFileError(
    there === ''
      ? t`${where} has no tensor "${name}": it has none`
      : t`${where} has no tensor "${name}": it has ${there}`,
    { tensor: name },
  );
}

/**
 * What a conversion is meant for where nobody named a tensor: those of the kind that it is made for, else
 * all that it applies to. A conversion of several tensors gets all, and finds its partners itself.
 */
function automatic(
  all: readonly ConversionInput[],
  conversion: Conversion,
  { name }: OpenedFile,
): readonly ConversionInput[] {
  if (conversion.takes !== 'one') return all;
  const fit = all.filter(input => conversion.applies(input) === null);
  if (fit.length === 0) throw new TensorFileError(nothingFits(all, conversion, name));
  const meant = fit.filter(input => isMeant(input, conversion));
  return meant.length > 0 ? meant : fit;
}

function isMeant(input: ConversionInput, { madeFor }: Conversion): boolean {
  return madeFor === null || (input.kind === madeFor && input.role !== 'noise_mask');
}

function nothingFits(
  all: readonly ConversionInput[],
  conversion: Conversion,
  file: string,
): LocalText {
  const first = all[0];
  if (!first) return t`${file} holds no tensors`;
  const { madeFor } = conversion;
  const guess = all.find(
    input => input.kind !== null && (madeFor === null || input.kind === madeFor),
  );
  const reason = conversion.applies(guess ?? first);
  return all.length > 1
    ? t`${file}: ${reason} (none of its ${all.length} tensors fits)`
    : verbatim(`${file}: ${reason}`);
}
