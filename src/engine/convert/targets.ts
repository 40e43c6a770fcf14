import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conversion } from '../../core/convert/conversion';
import { numberSuffix } from '../../core/convert/splitBatch';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { FileContent, TensorWriter } from '../../core/writers/writer';
import { contentOf } from './content';
import {
  areFree,
  besideName,
  endingOf,
  numbered,
  varied,
  WRITABLE_ENDINGS,
  writerFor,
} from './naming';
import { type PngTarget, pngTargets } from './pngOutput';
import type { Result } from './results';

/** One file to write. */
export type Target =
  | {
      readonly type: 'tensors';
      readonly path: string;
      readonly writer: TensorWriter;
      readonly content: FileContent;
    }
  | PngTarget;

export interface TargetRequest {
  readonly conversion: Conversion;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** A file, a folder, or null for a new name beside each source. */
  readonly output: string | null;
  readonly recordedSource?: string | null;
}

/** Where each result goes, everything refused that its target cannot hold. Nothing is written yet. */
export async function planTargets(
  results: readonly Result[],
  request: TargetRequest,
): Promise<Target[]> {
  const taken = new Set<string>();
  const targets: Target[] = [];
  for (const [i, result] of results.entries()) {
    const told = await toldPath(i, results.length, request);
    const made =
      told === null
        ? await underFreeName(result, await usualPath(result, request), request, taken)
        : targetsOf(result, told, request);
    for (const path of made.flatMap(pathsOf)) taken.add(path);
    targets.push(...made);
  }
  return targets;
}

/** Every file that a target writes. */
export function pathsOf(target: Target): readonly string[] {
  return target.type === 'pictures' ? target.paths : [target.path];
}

/** The path that the user named, null where a name is to be found. */
async function toldPath(
  index: number,
  count: number,
  { output, conversion }: TargetRequest,
): Promise<string | null> {
  if (output === null || (await isFolder(output))) return null;
  return count === 1 || conversion.takes === 'together'
    ? output
    : numbered(output, numberSuffix(index));
}

/** The usual name beside the source, or in the folder that the user named. */
async function usualPath(result: Result, request: TargetRequest): Promise<string> {
  const { source } = result;
  const ending = usualEnding(result, request);
  if (request.output !== null)
    return join(request.output, besideName(source.name, suffixOf(request), ending));
  if (source.path === null)
    throw new TensorFileError(t`${source.name} is not on this disk: name the file to write`);
  return besideName(source.path, suffixOf(request), ending);
}

/** The targets under the first name of which every file is free. */
async function underFreeName(
  result: Result,
  path: string,
  request: TargetRequest,
  taken: ReadonlySet<string>,
): Promise<Target[]> {
  for (let number = 1; ; number++) {
    const targets = targetsOf(result, varied(path, number), request);
    if (await areFree(targets.flatMap(pathsOf), taken)) return targets;
  }
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}

/** Pictures and plain copies are told apart by their ending already. */
function suffixOf({ conversion }: TargetRequest): string {
  return conversion.id === 'exportPng' || conversion.id === 'saveAs' ? '' : conversion.suffix;
}

/** The source's own format where it can be written and can hold the result, else `.safetensors`. */
function usualEnding(result: Result, request: TargetRequest): string {
  if (request.conversion.id === 'exportPng') return '.png';
  const own = endingOf(result.source.name);
  const writer = request.conversion.id === 'saveAs' ? null : writerFor(own === '' ? '' : `x${own}`);
  const holds =
    writer !== null &&
    writer !== 'png' &&
    writer.refuses(contentOf(result, writer, request)) === null;
  return holds ? own : '.safetensors';
}

function targetsOf(result: Result, path: string, request: TargetRequest): Target[] {
  const writer = writerFor(path);
  if (writer === null)
    throw new TensorFileError(
      t`${path} cannot be written: its ending is none of ${WRITABLE_ENDINGS.join(', ')}`,
    );
  if (writer === 'png') return pngTargets(result, path);
  if (request.conversion.id === 'exportPng')
    throw new TensorFileError(t`exportPng writes pictures: ${path} should end in .png`);
  const content = contentOf(result, writer, request);
  const reason = writer.refuses(content);
  if (reason === null) return [{ type: 'tensors', path, writer, content }];
  if (request.conversion.id !== 'splitBatch') throw new TensorFileError(reason);
  return content.tensors.map((tensor, i) => {
    const one = { ...content, tensors: [tensor] };
    const refused = writer.refuses(one);
    if (refused !== null) throw new TensorFileError(refused);
    return { type: 'tensors', path: numbered(path, numberSuffix(i)), writer, content: one };
  });
}
