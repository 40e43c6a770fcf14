import { realpath, stat, unlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CONVERSIONS } from '../../core/convert';
import { parseOptions } from '../../core/convert/options';
import { streamBytes } from '../../core/convert/streams';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ConversionPreview, ConvertResult } from '../../protocol/engineMethods';
import { atomicWrite, demandTarget } from '../atomicWrite';
import { encodePng } from '../images/encodePng';
import { deflate } from './deflate';
import type { ConvertDeps, ConvertRequest, OnProgress } from './deps';
import { type InputFile, openInputs } from './inputs';
import { resultText } from './offers';
import { type PngTarget, pictureBytes, picturesOf } from './pngOutput';
import { convertInputs, type Result } from './results';
import { pathsOf, planTargets, type Target } from './targets';

/**
 * Converts tensors of files into new files. Everything that can be known to fail is refused before
 * anything is written; a failure or an abort later leaves no new file.
 * @throws TensorFileError that says what does not fit.
 */
export async function convertFiles(
  params: ConvertRequest,
  deps: ConvertDeps,
  signal?: AbortSignal,
  onProgress: OnProgress = () => {},
): Promise<ConvertResult> {
  return withPlan(params, deps, signal, async ({ targets, compress }) => ({
    outputs: await writeAll(targets, { ...params, compress }, onProgress, signal),
  }));
}

/** What the same request would write, by shapes and names. @throws what `convertFiles` refuses. */
export async function previewConversion(
  params: ConvertRequest,
  deps: ConvertDeps,
  signal?: AbortSignal,
): Promise<ConversionPreview> {
  return withPlan(params, deps, signal, async ({ results, targets }) => ({
    shapes: resultText(
      results.flatMap(({ tensors }) => tensors.filter(t => t.converted).map(t => t.stream)),
    ),
    paths: targets.flatMap(pathsOf),
  }));
}

interface Plan {
  readonly results: readonly Result[];
  readonly targets: readonly Target[];
  readonly compress: boolean;
}

/** Opens the inputs and plans what is to be written, all refusals made; closes them after `use`. */
async function withPlan<T>(
  params: ConvertRequest,
  deps: ConvertDeps,
  signal: AbortSignal | undefined,
  use: (plan: Plan) => Promise<T>,
): Promise<T> {
  const conversion = CONVERSIONS.find(one => one.id === params.conversion);
  if (!conversion) throw new TensorFileError(t`There is no conversion "${params.conversion}"`);
  const options = parseOptions(conversion.id, conversion.options, params.options);
  const files: InputFile[] = [];
  try {
    await openInputs(params, conversion, deps, files, signal);
    const all = files.flatMap(file => file.all);
    const results = convertInputs(conversion, files, options, { all, maths: deps.maths });
    const { output, recordedSource } = params;
    const request = { conversion, options: options.toRecord(), output, recordedSource };
    const targets = await planTargets(results, request);
    await demandTargets(targets, files, params.overwrite);
    return await use({ results, targets, compress: options.flag('compress') });
  } finally {
    await Promise.all(files.map(({ file }) => file.close()));
  }
}

/** @throws TensorFileError when a file is in the way, written twice, or one of those that are read. */
async function demandTargets(
  targets: readonly Target[],
  files: readonly InputFile[],
  overwrite: boolean,
): Promise<void> {
  const paths = targets.flatMap(pathsOf);
  const twice = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twice !== undefined) throw new TensorFileError(t`${twice} would be written twice`);
  const sources = await Promise.all(files.map(({ path }) => path && realPathOf(path)));
  for (const path of paths) {
    if (sources.includes(await realPathOf(path)))
      throw new TensorFileError(
        t`${path} is the file that is converted: a conversion writes a new file; choose another name`,
      );
    await demandTarget(path, overwrite);
  }
}

async function realPathOf(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

type Outputs = { readonly path: string; readonly byteLength: number }[];

interface WriteSettings {
  readonly overwrite: boolean;
  readonly compress: boolean;
}

async function writeAll(
  targets: readonly Target[],
  settings: WriteSettings,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<Outputs> {
  const totalBytes = targets.reduce((sum, target) => sum + targetBytes(target), 0);
  const outputs: Outputs = [];
  const created: string[] = [];
  let before = 0;
  try {
    for (const target of targets) {
      const onBytes = (done: number) => onProgress(Math.min(before + done, totalBytes), totalBytes);
      for await (const output of writeTarget(target, settings, onBytes, created, signal))
        outputs.push(output);
      before += targetBytes(target);
      onProgress(before, totalBytes);
    }
    return outputs;
  } catch (error) {
    await Promise.all(created.map(path => unlink(path).catch(() => {})));
    throw error;
  }
}

function targetBytes(target: Target): number {
  return target.type === 'pictures'
    ? pictureBytes(target)
    : target.content.tensors.reduce((sum, tensor) => sum + streamBytes(tensor), 0);
}

async function* writeTarget(
  target: Target,
  settings: WriteSettings,
  onBytes: (done: number) => void,
  created: string[],
  signal?: AbortSignal,
) {
  if (target.type === 'pictures') {
    yield* writePictures(target, settings, onBytes, created, signal);
    return;
  }
  const { path, writer, content } = target;
  const isNew = !(await isThere(path));
  const options = { compress: settings.compress, tools: { deflate } };
  const write = { overwrite: settings.overwrite, onProgress: onBytes };
  const byteLength = await atomicWrite(
    path,
    sink => writer.write(content, sink, options, signal),
    write,
    signal,
  );
  if (isNew) created.push(path);
  yield { path, byteLength };
}

async function* writePictures(
  target: PngTarget,
  settings: WriteSettings,
  onBytes: (done: number) => void,
  created: string[],
  signal?: AbortSignal,
) {
  const { width, height } = target.size;
  const channels = target.size.channels as 1 | 3 | 4;
  let done = 0;
  for await (const { path, data } of picturesOf(target, signal)) {
    const png = await encodePng({ width, height, channels, data }, target.text);
    const isNew = !(await isThere(path));
    const byteLength = await atomicWrite(path, sink => sink.write(png), settings, signal);
    if (isNew) created.push(path);
    done += data.length;
    onBytes(done);
    yield { path, byteLength };
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
