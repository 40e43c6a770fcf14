import type { Conversion } from '../../core/convert/conversion';
import type { OptionValues } from '../../core/convert/options';
import { numberSuffix } from '../../core/convert/splitBatch';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { streamBytes } from '../../core/tensor/streams';
import type { FileContent, TensorWriter } from '../../core/writers/writer';
import { files } from '../node/files';
import { paths } from '../node/paths';
import { contentOf, type ResultContent, recorded } from './content';
import {
  areFree,
  besideName,
  endingOf,
  numbered,
  varied,
  WRITABLE_ENDINGS,
  writerFor,
} from './naming';
import { type PngTarget, pictureBytes, pngTargets } from './pngOutput';
import type { Result } from './results';

/** One file of tensors to write. */
export interface TensorTarget {
  readonly type: 'tensors';
  readonly path: string;
  readonly writer: TensorWriter;
  readonly content: FileContent;
  /** Names of the tensors of the result for which there is no room. */
  readonly left: readonly string[];
}

/** One file to write, or one tensor's pictures. */
export type Target = TensorTarget | PngTarget;

export interface TargetRequest {
  readonly conversion: Conversion;
  readonly options: OptionValues;
  /** A file, a folder, or null for a new name beside each source. */
  readonly output: string | null;
  /** Only the names are wanted: a source that is not on this disk needs no place yet. */
  readonly isDraft?: boolean;
}

/** Where each result goes, everything refused that its target cannot hold. Nothing is written yet. */
export async function planTargets(
  results: readonly Result[],
  request: TargetRequest,
): Promise<Target[][]> {
  const taken = new Set<string>();
  const targets: Target[][] = [];
  for (const [i, result] of results.entries()) {
    const told = await toldPath(i, results.length, request);
    const made =
      told === null
        ? await underFreeName(result, await usualPath(result, request), request, taken)
        : targetsOf(result, told, request);
    for (const path of made.flatMap(pathsOf)) taken.add(path);
    targets.push(made);
  }
  return targets;
}

/** Every file that a target writes. */
export function pathsOf(target: Target): readonly string[] {
  return target.type === 'pictures' ? target.paths : [target.path];
}

/** Bytes of the tensors that a target takes, before they are encoded. */
export function targetBytes(target: Target): number {
  return target.type === 'pictures'
    ? pictureBytes(target)
    : target.content.tensors.reduce((sum, tensor) => sum + streamBytes(tensor), 0);
}

/** The path that the user named, null where a name is to be found. */
async function toldPath(
  index: number,
  count: number,
  { output }: TargetRequest,
): Promise<string | null> {
  if (output === null || (await files.kindOf(output)) === 'folder') return null;
  return count === 1 ? output : numbered(output, numberSuffix(index));
}

/** The usual name beside the source, or in the folder that the user named. */
async function usualPath(result: Result, request: TargetRequest): Promise<string> {
  const { location, name } = result.source.opened;
  const ending = usualEnding(result, request);
  const { suffix } = request.conversion;
  if (request.output !== null) return paths.join(request.output, besideName(name, suffix, ending));
  if (location.type !== 'path' && request.isDraft)
    return paths.join(files.temporaryFolder(), besideName(name, suffix, ending));
  if (location.type !== 'path')
    throw new TensorFileError(t`${name} is not on this disk: name the file to write`);
  return besideName(location.path, suffix, ending);
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

/** The source's own format where it can be written and can hold the result, else `.safetensors`. */
function usualEnding(result: Result, request: TargetRequest): string {
  const { writes } = request.conversion;
  if (writes === 'pictures') return '.png';
  const own = endingOf(result.source.opened.name);
  const writer = writes === 'anotherFormat' || own === '' ? null : writerFor(`x${own}`);
  const holds =
    writer !== null &&
    writer !== 'png' &&
    writer.refuses(contentFor(result, writer, request).content) === null;
  return holds ? own : '.safetensors';
}

function contentFor(result: Result, writer: TensorWriter, request: TargetRequest): ResultContent {
  const { conversion, options } = request;
  const { opened } = result.source;
  const { others, ...rest } = options.toRecord();
  const step = {
    conversion: conversion.id,
    options: others === 'drop' ? { ...rest, others } : rest,
    source: opened.name,
    tensors: result.from,
  };
  return contentOf(result, writer, recorded(result.metadata, step));
}

function targetsOf(result: Result, path: string, request: TargetRequest): Target[] {
  const { conversion } = request;
  const writer = writerFor(path);
  if (writer === null)
    throw new TensorFileError(
      t`${path} cannot be written: its ending is none of ${WRITABLE_ENDINGS.join(', ')}`,
    );
  if (writer === 'png') return pngTargets(result, path);
  if (conversion.writes === 'pictures')
    throw new TensorFileError(t`${conversion.id} writes pictures: ${path} should end in .png`);
  const { content, left } = contentFor(result, writer, request);
  const reason = writer.refuses(content);
  if (reason === null) return [{ type: 'tensors', path, writer, content, left }];
  if (!(conversion.takes === 'one' && conversion.splits)) throw new TensorFileError(reason);
  return content.tensors.map((tensor, i) => {
    const one = { ...content, tensors: [tensor] };
    const refused = writer.refuses(one);
    if (refused !== null) throw new TensorFileError(refused);
    return { type: 'tensors', path: numbered(path, numberSuffix(i)), writer, content: one, left };
  });
}
