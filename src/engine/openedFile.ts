import type { Classification } from '../core/contracts/classification';
import { classify } from '../core/contracts/classify';
import type { TensorHeader } from '../core/contracts/contract';
import { latentContract } from '../core/contracts/latent';
import { storedScale } from '../core/contracts/savedLatent';
import type { Finding } from '../core/findings';
import type { ImageDecoder } from '../core/formats/format';
import { openTensorFile } from '../core/formats/open';
import type { Quantised } from '../core/models/quantised/quantised';
import type { Subject } from '../core/present/views';
import type { TensorStats } from '../core/tensor/stats';
import type { Tensor, TensorFile } from '../core/tensor/tensor';
import type { FileLocation, UserOverrides } from '../protocol/engineMethods';
import { headerFindings, kindChoices } from './lintFile';
import { paths } from './node/paths';
import { locationName, openContext, versionOf } from './openContext';
import { NOTHING_QUANTISED, quantisedOf, readAs } from './quantisedFile';
import { SharedStats } from './sharedStats';

/** Nothing said by the user. */
export const NO_OVERRIDES: UserOverrides = {
  relativePath: '',
  kinds: [],
  contracts: [],
  rules: {},
};

/** A tensor file opened by its headers, with the kind of each tensor and what the header rules say. */
export interface OpenedFile {
  /** As it was named: a path, or the bare name of bytes in memory. */
  readonly path: string;
  readonly location: FileLocation;
  /** Paths of every file that it is read from. */
  readonly reads: ReadonlySet<string>;
  readonly name: string;
  readonly overrides: UserOverrides;
  /** As it is shown: quantised weights as their codes or as their real values. */
  readonly file: TensorFile;
  /** As it lies on disk, with the same tensors in the same order. */
  readonly stored: TensorFile;
  readonly quantised: Quantised;
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
  overrides: UserOverrides,
  signal?: AbortSignal,
  images?: ImageDecoder,
): Promise<OpenedFile> {
  const context = await openContext(location, images);
  const name = locationName(location);
  try {
    const { file: stored, quantised } = await quantisedOf(
      await openTensorFile(context, signal),
      name,
      signal,
    );
    const file = readAs(overrides.reading ?? 'stored', stored, quantised);
    return {
      ...judged({
        file,
        stored,
        quantised,
        name,
        overrides,
        location,
        isFlat: file.isFlat === true,
        reads: context.paths,
      }),
      // The bytes that an index of shards names lie in other files.
      version: async () => (name.endsWith('.json') ? null : versionOf(location)),
      close: async () => {
        await file.close();
        await context.close();
      },
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

interface Unjudged {
  readonly file: TensorFile;
  readonly stored: TensorFile;
  readonly quantised: Quantised;
  readonly name: string;
  readonly overrides: UserOverrides;
  readonly location: FileLocation;
  readonly reads: ReadonlySet<string>;
  readonly isFlat: boolean;
}

/** A file with the kinds of its tensors and what the header rules say. */
function judged({ isFlat, ...given }: Unjudged): Omit<OpenedFile, 'version' | 'close'> {
  const { file, name, overrides, location } = given;
  const headers = file.tensors.map((tensor, i) =>
    headerOf(tensor, isFlat ? given.stored.tensors[i]!.byteOffset : undefined),
  );
  const { format, metadata } = file;
  const choices = kindChoices(overrides, headers, name);
  const classifications = classify(headers, { format, metadata, fileName: name, choices });
  const opened = { ...given, path: pathOf(location), headers, classifications };
  return { ...opened, findings: headerFindings(opened), stats: new SharedStats(file.tensors) };
}

/**
 * What a file would be with other tensors, which nobody has written yet: judged as the file of that name
 * would be, each tensor held to the kind that it has now. It is closed with the file it comes from.
 * `told` are statistics of tensors that changed, by name, as far as they are known.
 */
export function derivedFile(
  from: OpenedFile,
  file: TensorFile,
  name: string,
  told: ReadonlyMap<string, TensorStats>,
): OpenedFile {
  const { location, reads, overrides } = from;
  const kinds = from.headers.map((header, i) => ({
    tensor: header.name,
    kind: from.classifications[i]!.kind,
  }));
  const held = { ...overrides, kinds: [...overrides.kinds, ...kinds] };
  const nothing = { stored: file, quantised: NOTHING_QUANTISED };
  const derived = judged({
    ...nothing,
    file,
    name,
    overrides: held,
    location,
    reads,
    isFlat: false,
  });
  for (const [i, tensor] of file.tensors.entries()) {
    const stats = told.get(tensor.name) ?? knownStats(from, tensor);
    if (stats) derived.stats.know(i, stats);
  }
  return { ...derived, version: async () => null, close: async () => {} };
}

/** Statistics that hold for a tensor because the file has the same elements, in another layout perhaps. */
function knownStats(from: OpenedFile, tensor: Tensor): TensorStats | undefined {
  const index = from.file.tensors.findIndex(other => other.name === tensor.name);
  const before = from.file.tensors[index];
  const known = from.stats.known.find(entry => entry.tensor === index)?.stats;
  const isSame =
    before?.source === tensor.source &&
    before.byteOffset === tensor.byteOffset &&
    before.byteLength === tensor.byteLength &&
    before.dtype === tensor.dtype;
  if (!known || !isSame) return undefined;
  return before.shape === tensor.shape ? known : { ...known, firstNotFinite: null };
}

/** Opens a file of the command line. */
export function openPath(path: string, signal?: AbortSignal): Promise<OpenedFile> {
  return openFile(
    { type: 'path', path },
    { ...NO_OVERRIDES, relativePath: paths.basename(path) },
    signal,
  );
}

/** What decides how each tensor of a file is shown, in the tensors' order. */
export function subjectsOf({
  file,
  classifications,
}: Pick<OpenedFile, 'file' | 'classifications'>): Subject[] {
  return file.tensors.map(({ dtype, shape }, index) => ({
    shape,
    dtype: dtype.name,
    classification: classifications[index]!,
    decodable: dtype.decodable,
    numeric: dtype.decodable && dtype.kind !== 'other',
  }));
}

/** What a tensor's stored values are multiplied by before ComfyUI uses them. */
export function multiplierOf({ name, file, classifications }: OpenedFile, tensor: number): number {
  if (classifications[tensor]?.kind !== latentContract.kind) return 1;
  return storedScale(
    name,
    file.tensors.map(each => each.name),
  );
}

function headerOf(tensor: Tensor, byteOffset: number | undefined): TensorHeader {
  const { name, dtype, shape, byteLength } = tensor;
  // Two literals: spreading one into the other showed in the listing of ten thousand tensors.
  return byteOffset !== undefined
    ? { name, dtype: dtype.name, shape, byteLength, byteOffset }
    : { name, dtype: dtype.name, shape, byteLength };
}

function pathOf(location: FileLocation): string {
  return location.type === 'path' ? location.path : location.name;
}
