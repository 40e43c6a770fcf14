import type { ConvertResult } from '../../protocol/engineMethods';
import { encodePng } from '../images/encodePng';
import { writing } from '../node/writing';
import { zlib } from '../node/zlib';
import type { StagedFile } from '../platform';
import type { OnProgress } from './deps';
import { type PngTarget, picturesOf } from './pngOutput';
import { pathsOf, type Target, targetBytes } from './targets';

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
  await writing.removeLeftovers(targets.flatMap(pathsOf));
  try {
    for (const target of targets) {
      const onBytes = (done: number) => onProgress(Math.min(before + done, totalBytes), totalBytes);
      for await (const file of stageTarget(target, settings, onBytes, signal)) staged.push(file);
      before += targetBytes(target);
      onProgress(before, totalBytes);
    }
    signal?.throwIfAborted();
    await writing.giveNames(staged, settings.overwrite);
  } catch (error) {
    await writing.discardStaged(staged);
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
  const options = { compress: settings.compress, tools: zlib };
  yield await writing.stageFile(
    path,
    sink => writer.write(content, sink, options, signal),
    onBytes,
    signal,
  );
}

/** Pictures that are encoded and flushed side by side: a small one mostly waits for the disk. */
const MOST_AT_ONCE = 8;
const MOST_BYTES_AT_ONCE = 64 * 1024 * 1024;

async function* stagePictures(
  target: PngTarget,
  onBytes: (done: number) => void,
  signal?: AbortSignal,
) {
  const { width, height } = target.size;
  const channels = target.size.channels as 1 | 3 | 4;
  const stage = async (path: string, data: Uint8Array) => {
    const png = await encodePng({ width, height, channels, data }, target.text);
    return writing.stageFile(path, sink => sink.write(png), undefined, signal);
  };
  const pictureBytes = width * height * channels;
  const most = Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(MOST_BYTES_AT_ONCE / pictureBytes)));
  let underWay: Promise<StagedFile>[] = [];
  let done = 0;
  try {
    for await (const { path, data } of picturesOf(target, signal)) {
      underWay.push(stage(path, data));
      if (underWay.length < most) continue;
      const batch = underWay;
      underWay = [];
      yield* stagedOf(await Promise.allSettled(batch));
      done += batch.length * pictureBytes;
      onBytes(done);
    }
  } finally {
    // What is whole belongs to the caller even where the next one failed: it is discarded with the rest.
    yield* stagedOf(await Promise.allSettled(underWay));
  }
}

/** Those that are whole; then what went wrong with the first that is not. */
function* stagedOf(ends: readonly PromiseSettledResult<StagedFile>[]): Generator<StagedFile> {
  for (const end of ends) if (end.status === 'fulfilled') yield end.value;
  const failed = ends.find(end => end.status === 'rejected');
  if (failed) throw failed.reason;
}
