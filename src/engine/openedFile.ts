import { basename } from 'node:path';
import { classify, isLatentFile, LATENT_MARKER } from '../core/contracts/classify';
import type { Classification, TensorHeader } from '../core/contracts/contract';
import type { Finding } from '../core/findings';
import { openTensorFile } from '../core/formats/open';
import type { FormatId, Tensor, TensorFile } from '../core/tensor/tensor';
import type { FileLocation, UserWord } from '../protocol/engineMethods';
import { headerFindings, kindChoices } from './lintFile';
import { locationName, openContext, versionOf } from './openContext';
import { SharedStats } from './sharedStats';

/** Nothing said by the user. */
export const NO_WORD: UserWord = { relativePath: '', kinds: [], contracts: [], rules: {} };

/** A tensor file opened by its headers, with the kind of each tensor and what the header rules say. */
export interface OpenedFile {
  /** As it was named: a path, or the bare name of bytes in memory. */
  readonly path: string;
  readonly name: string;
  readonly word: UserWord;
  readonly file: TensorFile;
  readonly headers: readonly TensorHeader[];
  /** In the order of the tensors. */
  readonly classifications: readonly Classification[];
  readonly findings: readonly Finding[];
  readonly stats: SharedStats;
  /** What tells the bytes as they are now from those after a change in place; null where nothing can. */
  version(): Promise<string | null>;
  close(): Promise<void>;
}

/** Opens a file by its headers. @throws TensorFileError when it cannot be opened as what it claims to be. */
export async function openFile(
  location: FileLocation,
  word: UserWord,
  signal?: AbortSignal,
): Promise<OpenedFile> {
  const context = await openContext(location);
  let file: TensorFile;
  try {
    file = await openTensorFile(context, signal);
  } catch (error) {
    await context.source.close();
    throw error;
  }
  const name = locationName(location);
  const isFlat = FLAT_FORMATS.includes(file.format) && !name.endsWith('.json');
  const headers = file.tensors.map(tensor => headerOf(tensor, isFlat));
  const { format, metadata } = file;
  const choices = kindChoices(word, headers, name);
  const classifications = classify(headers, { format, metadata, fileName: name, choices });
  const opened = { path: pathOf(location), name, word, file, headers, classifications };
  return {
    ...opened,
    findings: headerFindings(opened),
    stats: new SharedStats(file.tensors),
    // The bytes that an index of shards names lie in other files.
    version: async () => (name.endsWith('.json') ? null : versionOf(location)),
    close: () => file.close(),
  };
}

/** Opens a file of the command line. */
export function openPath(path: string, signal?: AbortSignal): Promise<OpenedFile> {
  return openFile({ type: 'path', path }, { ...NO_WORD, relativePath: basename(path) }, signal);
}

/** What LoadLatent multiplies a `.latent` without the version marker by. Source: ComfyUI nodes.py. */
const OLD_LATENT_MULTIPLIER = 1 / 0.18215;

/** What a tensor's stored values are multiplied by before ComfyUI uses them. */
export function multiplierOf({ name, file, classifications }: OpenedFile, tensor: number): number {
  const isOld =
    isLatentFile(name) &&
    classifications[tensor]?.kind === 'LATENT' &&
    !file.tensors.some(each => each.name === LATENT_MARKER);
  return isOld ? OLD_LATENT_MULTIPLIER : 1;
}

/** Formats whose tensors lie in the file itself, so that their offsets are the file's. */
const FLAT_FORMATS: readonly FormatId[] = ['safetensors', 'npy'];

function headerOf(tensor: Tensor, isFlat: boolean): TensorHeader {
  const { name, dtype, shape, byteLength, byteOffset } = tensor;
  return { name, dtype: dtype.name, shape, byteLength, ...(isFlat ? { byteOffset } : {}) };
}

function pathOf(location: FileLocation): string {
  return location.type === 'path' ? location.path : location.name;
}
