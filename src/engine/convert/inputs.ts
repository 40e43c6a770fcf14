import { basename } from 'node:path';
import type { Classification, Kind } from '../../core/contracts/contract';
import type { Conversion, ConversionInput } from '../../core/convert/conversion';
import { TensorFileError } from '../../core/errors';
import { type LocalText, t, verbatim } from '../../core/l10n';
import type { TensorFile } from '../../core/tensor/tensor';
import type { ConvertDeps, ConvertRequest } from './deps';

/** An opened input file: its tensors as conversions take them, and those that are to be converted. */
export interface InputFile {
  /** The path, or the name of a file that has none. */
  readonly path: string | null;
  readonly name: string;
  readonly file: TensorFile;
  readonly all: readonly ConversionInput[];
  readonly chosen: readonly ConversionInput[];
  /** Tensors that an in-place conversion leaves alone stay in the result; those nobody named do not. */
  readonly keepsOthers: boolean;
}

/** Tensors of an opened file as conversions take them. */
export function conversionInputs(
  file: TensorFile,
  classifications: readonly Classification[],
  path: string,
): ConversionInput[] {
  const siblings = file.tensors.map(tensor => tensor.name);
  return file.tensors.map((tensor, i) => ({
    tensor,
    kind: classifications[i]?.kind ?? null,
    role: classifications[i]?.role,
    candidates: classifications[i]?.candidates ?? [],
    siblings,
    file: path,
    metadata: file.metadata,
  }));
}

/** Opens the files and chooses their tensors. The caller closes them, whatever happens after. */
export async function openInputs(
  params: ConvertRequest,
  conversion: Conversion,
  deps: ConvertDeps,
  opened: InputFile[],
  signal?: AbortSignal,
): Promise<void> {
  for (const { location, tensors } of params.inputs) {
    const path = location.type === 'path' ? location.path : null;
    const name = location.type === 'path' ? basename(location.path) : location.name;
    const { file, classifications } = await deps
      .open(location, params.overrides, signal)
      .catch(error => {
        throw params.inputs.length > 1 ? naming(error, path ?? name) : error;
      });
    const all = conversionInputs(file, classifications, path ?? name);
    const isNamed = tensors.length > 0;
    const chosen = all.filter(input => tensors.includes(input.tensor.name));
    opened.push({
      path,
      name,
      file,
      all,
      chosen,
      keepsOthers: !isNamed || params.keepsOthers === true,
    });
    const last = opened.length - 1;
    if (!isNamed) opened[last] = { ...opened[last]!, chosen: automatic(all, conversion, name) };
  }
  if (opened.length === 0) throw new TensorFileError(t('No file was given to convert'));
  for (const name of params.inputs.flatMap(input => input.tensors)) demandThere(name, opened);
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
  const where = files.map(file => file.name).join(', ');
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
  file: string,
): readonly ConversionInput[] {
  if (conversion.takes === 'together') return all;
  const fit = all.filter(input => conversion.applies(input) === null);
  if (fit.length === 0) throw new TensorFileError(nothingFits(all, conversion, file));
  const meant = fit.filter(input => isMeant(input, conversion.madeFor));
  return meant.length > 0 ? meant : fit;
}

function isMeant(input: ConversionInput, kind: Kind | null): boolean {
  return kind === null || (input.kind === kind && input.role !== 'noise_mask');
}

function nothingFits(
  all: readonly ConversionInput[],
  conversion: Conversion,
  file: string,
): LocalText {
  const first = all[0];
  if (!first) return t`${file} holds no tensors`;
  const reason = conversion.applies(bestGuess(all, conversion.madeFor) ?? first);
  return all.length > 1
    ? t`${file}: ${reason} (none of its ${all.length} tensors fits)`
    : verbatim(`${file}: ${reason}`);
}

function bestGuess(all: readonly ConversionInput[], kind: Kind | null) {
  return all.find(input => input.kind !== null && (kind === null || input.kind === kind));
}
