import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Conversion } from '../../core/convert/conversion';
import { numberSuffix } from '../../core/convert/splitBatch';
import { TensorFileError } from '../../core/errors';
import type { FileContent, TensorWriter } from '../../core/writers/writer';
import { contentOf } from './content';
import { besideName, endingOf, freePath, numbered, WRITABLE_ENDINGS, writerFor } from './naming';
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
    const path = await pathFor(result, i, results.length, request, taken);
    const made = targetsOf(result, path, request);
    for (const target of made) taken.add(target.path);
    targets.push(...made);
  }
  return targets;
}

async function pathFor(
  result: Result,
  index: number,
  count: number,
  request: TargetRequest,
  taken: ReadonlySet<string>,
): Promise<string> {
  const { output, conversion } = request;
  if (output === null) {
    if (result.source.path === null)
      throw new TensorFileError(
        `${result.source.name} is not on this disk: name the file to write`,
      );
    return freePath(
      besideName(result.source.path, suffixOf(request), usualEnding(result, request)),
      taken,
    );
  }
  const isFolder = await stat(output).then(
    found => found.isDirectory(),
    () => false,
  );
  if (isFolder) {
    const name = besideName(result.source.name, suffixOf(request), usualEnding(result, request));
    return freePath(join(output, name), taken);
  }
  return count === 1 || conversion.takes === 'together'
    ? output
    : numbered(output, numberSuffix(index));
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
      `${path} cannot be written: its ending is none of ${WRITABLE_ENDINGS.join(', ')}`,
    );
  if (writer === 'png') return pngTargets(result, path);
  if (request.conversion.id === 'exportPng')
    throw new TensorFileError(`exportPng writes pictures: ${path} should end in .png`);
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
