import type { Classification } from '../contracts/classification';
import { contractOf } from '../contracts/index';
import type { Tensor, TensorFile } from '../tensor/tensor';
import { compareTensors } from './compareTensors';
import type { Differences } from './differences';
import { pairTensors, type TensorPair } from './pairTensors';
import { type PictureMetrics, pictureMetrics } from './pictureMetrics';
import type { Tolerance } from './tolerance';

/** What became of a tensor from the first file to the second; the first that holds counts. */
export const STATES = [
  'reshaped',
  'retyped',
  'equal',
  'close',
  'changed',
  'renamed',
  'added',
  'removed',
] as const;
export type TensorState = (typeof STATES)[number];

/** One side of a tensor that is compared. */
export interface Side {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** A tensor of either file and what became of it. */
export interface TensorComparison {
  readonly name: string;
  readonly state: TensorState;
  /** Its name in the first file, where that is another. */
  readonly from?: string;
  readonly a?: Side;
  readonly b?: Side;
  readonly differences?: Differences;
  readonly pictures?: PictureMetrics;
}

/** Keys of the metadata that differ. */
export interface MetadataComparison {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** A file that is compared, with the kind of each tensor. */
export interface ComparedFile {
  readonly file: TensorFile;
  readonly classifications: readonly Classification[];
}

export interface CompareOptions {
  readonly tolerance: Tolerance;
  /** Which tensors count, by name. */
  readonly includes: (name: string) => boolean;
  /** Measures of pictures for every tensor that can be one, not for IMAGE and MASK alone. */
  readonly allMetrics: boolean;
  /** Two tensors by name, in place of all. */
  readonly only?: { readonly a: string; readonly b: string };
}

export interface FileComparison {
  readonly tensors: readonly TensorComparison[];
  readonly metadata: MetadataComparison;
}

/** Compares two files tensor by tensor, over all values, in bounded memory. @throws TensorFileError */
export async function compareFiles(
  a: ComparedFile,
  b: ComparedFile,
  options: CompareOptions,
  signal?: AbortSignal,
): Promise<FileComparison> {
  const tensors: TensorComparison[] = [];
  for (const pair of await chosenPairs(a.file, b.file, options, signal)) {
    if (!options.includes(pair.name)) continue;
    tensors.push(await comparePair(pair, a, options, signal));
  }
  return { tensors, metadata: compareMetadata(a.file.metadata, b.file.metadata) };
}

async function chosenPairs(
  a: TensorFile,
  b: TensorFile,
  { only }: CompareOptions,
  signal?: AbortSignal,
): Promise<TensorPair[]> {
  if (!only) return pairTensors(a, b, signal);
  const first = a.tensors.find(({ name }) => name === only.a);
  const second = b.tensors.find(({ name }) => name === only.b);
  return [{ name: only.b, ...(first && { a: first }), ...(second && { b: second }) }];
}

async function comparePair(
  { name, a, b, from }: TensorPair,
  fileA: ComparedFile,
  options: CompareOptions,
  signal?: AbortSignal,
): Promise<TensorComparison> {
  const sides = { ...(a && { a: sideOf(a) }), ...(b && { b: sideOf(b) }) };
  if (!a || !b) return { name, state: a ? 'removed' : 'added', ...sides };
  if (a.shape.join() !== b.shape.join()) return { name, state: 'reshaped', ...sides };
  const isNumeric = [a, b].every(({ dtype }) => dtype.decodable && dtype.kind !== 'other');
  const differences = isNumeric ? await compareTensors(a, b, options.tolerance, signal) : undefined;
  const channels = channelsOf(a, fileA, options.allMetrics);
  const pictures =
    differences && channels !== null ? await pictureMetrics(a, b, channels, signal) : undefined;
  return {
    name,
    state: from === undefined ? stateOf(a, b, differences) : 'renamed',
    ...(from !== undefined && { from }),
    ...sides,
    ...(differences && { differences }),
    ...(pictures && { pictures }),
  };
}

function sideOf({ dtype, shape }: Tensor): Side {
  return { dtype: dtype.name, shape };
}

function stateOf(a: Tensor, b: Tensor, differences: Differences | undefined): TensorState {
  if (a.dtype.name !== b.dtype.name) return 'retyped';
  if (!differences) return 'changed';
  if (differences.different === 0) return 'equal';
  return differences.outside === 0 ? 'close' : 'changed';
}

/** The channels of a picture in colours, 0 of a plane; null for what is no picture. */
function channelsOf(tensor: Tensor, { file, classifications }: ComparedFile, all: boolean) {
  const { kind, role } = classifications[file.tensors.indexOf(tensor)] ?? {};
  const view = kind && role === undefined ? contractOf(kind).view : undefined;
  const { shape, dtype } = tensor;
  if (dtype.kind === 'complex' || shape.includes(0)) return null;
  const rank = shape.length;
  const isImage = view === 'image' || (all && rank === 4 && shape[3]! <= 4);
  if (isImage && (rank === 4 || rank === 3)) return shape.at(-1)!;
  const isMask = view === 'mask' || (all && (rank === 2 || rank === 3));
  return isMask && (rank === 3 || rank === 2) ? 0 : null;
}

function compareMetadata(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
): MetadataComparison {
  const keys = [...a.keys()];
  return {
    added: [...b.keys()].filter(key => !a.has(key)),
    removed: keys.filter(key => !b.has(key)),
    changed: keys.filter(key => b.has(key) && b.get(key) !== a.get(key)),
  };
}
