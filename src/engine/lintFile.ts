import type { TensorHeader } from '../core/contracts/contract';
import { imageContract } from '../core/contracts/image';
import { maskContract } from '../core/contracts/mask';
import { compileContracts, kindFromContracts } from '../core/contracts/userContracts';
import { TensorFileError } from '../core/errors';
import type { Finding } from '../core/findings';
import type { ImageDecoder } from '../core/formats/format';
import { t } from '../core/l10n';
import {
  type LintInput,
  lintHeaders,
  lintValues,
  mergeFindings,
  pairFindings,
  type ReadValues,
  tensorsToRead,
} from '../core/lint/runRules';
import { ruleSettings } from '../core/lint/settings';
import type {
  KindChoice,
  LintParams,
  LintReport,
  OpenParams,
  PairReport,
  UserOverrides,
} from '../protocol/engineMethods';
import { type OpenedFile, openFile } from './openedFile';

/** Bins of the statistics that rules read; the viewer's own, so that they are computed once. */
export const DEFAULT_BINS = 256;

export type OnProgress = (doneBytes: number, totalBytes: number) => void;

type LintSource = Pick<OpenedFile, 'name' | 'overrides' | 'file' | 'headers' | 'classifications'>;

/** What the user has said of each tensor: a choice made in the editor goes above the contract setting. */
export function kindChoices(
  overrides: UserOverrides,
  headers: readonly TensorHeader[],
  fileName: string,
): readonly KindChoice[] {
  const contracts = compileContracts(overrides.contracts);
  if (contracts.entries.length === 0) return overrides.kinds;
  const names = headers.map(({ name }) => name);
  return [
    ...overrides.kinds,
    ...kindFromContracts(contracts, overrides.relativePath || fileName, names),
  ];
}

/** What the header rules say of a file. */
export function headerFindings(source: LintSource): Finding[] {
  return lintHeaders(inputOf(source), settingsOf(source.overrides));
}

/** All findings of a file: the values of the tensors named (or of all that a rule asks for) are read. */
export async function allFindings(
  opened: OpenedFile,
  tensors: readonly number[] | undefined,
  signal?: AbortSignal,
  onProgress: OnProgress = () => {},
): Promise<Finding[]> {
  const input = inputOf(opened);
  const settings = settingsOf(opened.overrides);
  await readStats(opened, wantedOf(opened, tensors), signal, onProgress);
  // Statistics that the viewer has asked for count as read values too.
  const read: readonly ReadValues[] = opened.stats.known;
  return mergeFindings(input, opened.findings, lintValues(input, read, settings));
}

/** The tensors whose values a rule asks for, of those named or of all that may be read unasked. */
function wantedOf(opened: OpenedFile, tensors: readonly number[] | undefined): readonly number[] {
  return tensorsToRead(inputOf(opened), settingsOf(opened.overrides)).filter(
    index =>
      (tensors ? tensors.includes(index) : isCheap(opened, index)) && isNumeric(opened, index),
  );
}

async function readStats(
  opened: OpenedFile,
  indices: readonly number[],
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<void> {
  const missing = indices.filter(index => !opened.stats.has(index));
  const bytesOf = (index: number) => opened.headers[index]!.byteLength;
  const total = missing.reduce((sum, index) => sum + bytesOf(index), 0);
  let before = 0;
  for (const index of missing) {
    await opened.stats.of(index, undefined, DEFAULT_BINS, signal, (done, all) =>
      onProgress(before + (all > 0 ? (bytesOf(index) * done) / all : 0), total),
    );
    before += bytesOf(index);
  }
}

/** A file is a picture, whatever its name says, and nobody asked to have it decoded. */
class PictureLeftAlone extends Error {}

const LEAVES_PICTURES: ImageDecoder = {
  open: async () => {
    throw new PictureLeftAlone();
  },
};

/** The findings of a file, opened and closed again. @throws TensorFileError when it cannot be opened. */
export async function lintPath(
  params: LintParams,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<readonly Finding[]> {
  return (await lintReport(params, signal, onProgress)).findings;
}

/** The same, with whether the values were read. @throws TensorFileError when it cannot be opened. */
export async function lintReport(
  { location, overrides, values, valuesUpTo = Infinity, decodesPictures = true }: LintParams,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<LintReport> {
  const opened = await openFile(
    location,
    overrides,
    signal,
    decodesPictures ? undefined : LEAVES_PICTURES,
  ).catch(error => {
    if (error instanceof PictureLeftAlone) return undefined;
    throw error;
  });
  if (!opened) return { findings: [], valuesRead: false };
  try {
    const valuesRead = values && bytesToRead(opened) <= valuesUpTo;
    return {
      valuesRead,
      findings: valuesRead
        ? await allFindings(opened, undefined, signal, onProgress)
        : opened.findings,
    };
  } finally {
    await opened.close();
  }
}

function bytesToRead(opened: OpenedFile): number {
  return wantedOf(opened, undefined).reduce(
    (sum, index) => sum + opened.headers[index]!.byteLength,
    0,
  );
}

/** Holds the first IMAGE of one file against the first MASK of the other. */
export async function pairReport(
  files: readonly OpenParams[],
  signal?: AbortSignal,
): Promise<PairReport> {
  const opened: OpenedFile[] = [];
  try {
    // One after the other: what is open when the next one fails is closed.
    for (const { location, overrides } of files)
      opened.push(await openFile(location, overrides, signal));
    const images = opened.map(file => tensorOfKind(file, imageContract.kind));
    const masks = opened.map(file => tensorOfKind(file, maskContract.kind));
    const mask = masks.findIndex(
      (index, at) => index >= 0 && images.some((other, i) => i !== at && other >= 0),
    );
    const image = images.findIndex((index, at) => index >= 0 && at !== mask);
    if (mask < 0 || image < 0) {
      throw new TensorFileError(t('One file must hold an IMAGE and the other a MASK'));
    }
    const findings = pairFindings(
      { input: inputOf(opened[image]!), tensor: images[image]! },
      { input: inputOf(opened[mask]!), tensor: masks[mask]! },
      settingsOf(opened[mask]!.overrides),
    );
    return { mask, findings, rules: ['mask/size-mismatch', 'mask/batch-mismatch'] };
  } finally {
    await Promise.all(opened.map(file => file.close()));
  }
}

function tensorOfKind(opened: OpenedFile, kind: string): number {
  return opened.classifications.findIndex(classification => classification.kind === kind);
}

/** Whether a check may read the values that nobody has asked for by name. */
function isCheap(opened: OpenedFile, index: number): boolean {
  return opened.file.tensors[index]!.onDemand !== true;
}

function isNumeric(opened: OpenedFile, index: number): boolean {
  const dtype = opened.file.tensors[index]!.dtype;
  return dtype.decodable && dtype.kind !== 'other';
}

function inputOf({ name, file, headers, classifications }: LintSource): LintInput {
  const { format, metadata, problems } = file;
  return { fileName: name, format, metadata, problems, tensors: headers, classifications };
}

function settingsOf(overrides: UserOverrides) {
  return ruleSettings(overrides.rules);
}
