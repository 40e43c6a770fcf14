import type { ConvertResult } from '../../protocol/engineMethods';
import { discardStaged, giveNames, type StagedFile, stageFile } from '../atomicWrite';
import { encodePng } from '../images/encodePng';
import { deflate } from './deflate';
import type { OnProgress } from './deps';
import { type PngTarget, picturesOf } from './pngOutput';
import { type Target, targetBytes } from './targets';

export interface WriteSettings {
  readonly overwrite: boolean;
  readonly compress: boolean;
}

/** Writes all files or none: they get their names once the last is whole. */
export async function writeTargets(
  targets: readonly Target[],
  settings: WriteSettings,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<ConvertResult['outputs']> {
  const totalBytes = targets.reduce((sum, target) => sum + targetBytes(target), 0);
  const staged: StagedFile[] = [];
  let before = 0;
  try {
    for (const target of targets) {
      const onBytes = (done: number) => onProgress(Math.min(before + done, totalBytes), totalBytes);
      for await (const file of stageTarget(target, settings, onBytes, signal)) staged.push(file);
      before += targetBytes(target);
      onProgress(before, totalBytes);
    }
    signal?.throwIfAborted();
    await giveNames(staged, settings.overwrite);
  } catch (error) {
    await discardStaged(staged);
    throw error;
  }
  return staged.map(({ path, byteLength }) => ({ path, byteLength }));
}

async function* stageTarget(
  target: Target,
  settings: WriteSettings,
  onBytes: (done: number) => void,
  signal?: AbortSignal,
) {
  if (target.type === 'pictures') {
    yield* stagePictures(target, onBytes, signal);
    return;
  }
  const { path, writer, content } = target;
  const options = { compress: settings.compress, tools: { deflate } };
  yield await stageFile(
    path,
    sink => writer.write(content, sink, options, signal),
    onBytes,
    signal,
  );
}

async function* stagePictures(
  target: PngTarget,
  onBytes: (done: number) => void,
  signal?: AbortSignal,
) {
  const { width, height } = target.size;
  const channels = target.size.channels as 1 | 3 | 4;
  let done = 0;
  for await (const { path, data } of picturesOf(target, signal)) {
    const png = await encodePng({ width, height, channels, data }, target.text);
    yield await stageFile(path, sink => sink.write(png), undefined, signal);
    done += data.length;
    onBytes(done);
  }
}
