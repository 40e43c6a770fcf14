import { basename } from 'node:path';
import { type Classification, KINDS, type Kind } from '../../core/contracts/contract';
import type { Conversion, ConversionInput } from '../../core/convert/conversion';
import { TensorFileError } from '../../core/errors';
import type { TensorFile } from '../../core/tensor/tensor';
import type { ConvertParams } from '../../protocol/engineMethods';
import type { ConvertDeps } from './deps';

/** An opened input file: its tensors as conversions take them, and those that are to be converted. */
export interface InputFile {
  /** The path, or the name of a file that has none. */
  readonly path: string | null;
  readonly name: string;
  readonly file: TensorFile;
  readonly all: readonly ConversionInput[];
  readonly chosen: readonly ConversionInput[];
  /** Tensors were named: what is not named stays out of the result. */
  readonly named: boolean;
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
  params: ConvertParams,
  conversion: Conversion,
  deps: ConvertDeps,
  opened: InputFile[],
  signal?: AbortSignal,
): Promise<void> {
  for (const { location, tensors } of params.inputs) {
    const path = location.type === 'path' ? location.path : null;
    const name = location.type === 'path' ? basename(location.path) : location.name;
    const { file, classifications } = await deps.open(location, params.word, signal);
    const all = conversionInputs(file, classifications, path ?? name);
    const input = { path, name, file, all, chosen: [], named: tensors.length > 0 };
    opened.push(input);
    opened[opened.length - 1] = {
      ...input,
      chosen: tensors.length > 0 ? namedOf(all, tensors, name) : automatic(all, conversion, name),
    };
  }
  if (opened.length === 0) throw new TensorFileError('No file was given to convert');
}

function namedOf(all: readonly ConversionInput[], names: readonly string[], file: string) {
  return names.map(name => {
    const found = all.find(input => input.tensor.name === name);
    if (found) return found;
    const there = all.map(input => `"${input.tensor.name}"`).join(', ');
    throw new TensorFileError(`${file} has no tensor "${name}": it has ${there || 'none'}`, {
      tensor: name,
    });
  });
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

function nothingFits(all: readonly ConversionInput[], conversion: Conversion, file: string) {
  const first = all[0];
  if (!first) return `${file} holds no tensors`;
  const reason = conversion.applies(bestGuess(all, conversion.madeFor) ?? first);
  const more = all.length > 1 ? ` (none of its ${all.length} tensors fits)` : '';
  return `${file}: ${reason}${more}`;
}

function bestGuess(all: readonly ConversionInput[], kind: Kind | null) {
  return all.find(input => input.kind !== null && (kind === null || input.kind === kind));
}

/** A kind's place in the list, for sorting. */
export function kindOrder(kind: Kind | null): number {
  return kind === null ? KINDS.length : KINDS.indexOf(kind);
}
