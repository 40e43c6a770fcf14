import { TensorFileError } from '../core/errors';
import { loadCode } from '../core/formats/loadCode';
import { t } from '../core/l10n';
import { PictureCache } from '../core/render/pictureCache';
import { readPicture } from '../core/render/readPicture';
import { readValues } from '../core/tensor/values';
import type { EngineMethods, FileInfo, Progress, TensorInfo } from '../protocol/engineMethods';
import type { CallContext, Handlers } from '../protocol/rpc';
import { saveSlice } from './convert/saveSlice';
import { snippets } from './convert/snippets';
import { convertMethods } from './convertMethods';
import { allFindings, lintReport, pairReport } from './lintFile';
import { type OpenedFile, openFile, subjectsOf } from './openedFile';
import { OpenFiles } from './openFiles';
import type { documentReports } from './pythonReport';
import { quantisedInfo } from './quantisedFile';
import { checkRanges } from './requestChecks';
import { settingsNotices } from './settingsNotices';
import { findFiles } from './walkFolder';

/** Values of one reply: the table asks for what it shows, not for a tensor. */
const MAX_REPLY_VALUES = 100_000;
/** Pictures that are kept: a few screens full. */
const PICTURE_CACHE_BYTES = 48 * 1024 * 1024;
/** A progress message more often than this only costs time. */
const PROGRESS_INTERVAL_MS = 100;

export interface EngineOptions {
  /** The folder of tfjs's .wasm files. */
  readonly wasmFolder: string;
  readonly onProgress: (progress: Progress) => void;
}

/** The engine's methods over its open files; one per worker. */
export function createEngine(options: EngineOptions): Handlers<EngineMethods> {
  const files = new OpenFiles();
  const pictures = new PictureCache(PICTURE_CACHE_BYTES);
  const fileOf = (fileId: number) => files.get(fileId);
  const tensorOf = (fileId: number, index: number) => {
    const tensor = fileOf(fileId).file.tensors[index];
    if (!tensor) throw new TensorFileError(t`There is no tensor number ${index} in this file`);
    return tensor;
  };
  const report = progressReporter(options.onProgress);
  let python: Promise<ReturnType<typeof documentReports>> | undefined;
  return {
    async open({ location, overrides }, { signal }) {
      const opened = await openFile(location, overrides, signal);
      const fileId = await files.add(opened);
      return infoOf(fileId, opened);
    },
    close: ({ fileId }) => files.close(fileId),
    async picture({ fileId, tensor, request }, context) {
      const of = tensorOf(fileId, tensor);
      const version = await fileOf(fileId).version();
      const draw = () => readPicture(of, request, context.signal, report(context));
      if (version === null) return draw();
      return pictures.of({ version: `${fileId} ${version}`, tensor }, request, draw);
    },
    stats({ fileId, tensor: index, ranges, bins }, context) {
      const tensor = tensorOf(fileId, index);
      const box = ranges && checkRanges(tensor, ranges);
      return fileOf(fileId).stats.of(index, box, bins, context.signal, report(context));
    },
    async values({ fileId, tensor, ranges }, { signal }) {
      const of = tensorOf(fileId, tensor);
      return readValues(of, checkRanges(of, ranges, MAX_REPLY_VALUES), undefined, signal);
    },
    checkValues: ({ fileId, tensors }, context) =>
      allFindings(fileOf(fileId), tensors, context.signal, report(context)),
    lint: (params, context) => lintReport(params, context.signal, report(context)),
    python: async asked => {
      // A quarter of our code: it is loaded with the first Python file, not with the first tensor.
      python ??= import('./pythonReport').then(loaded => loaded.documentReports());
      return (await python)(asked);
    },
    async pythonFile({ location, rules }, { signal }) {
      const [{ pythonFileReport }, { EDITOR_LIMIT }] = await Promise.all([
        import('./pythonFile'),
        import('./pythonReport'),
      ]);
      return pythonFileReport(location, rules, EDITOR_LIMIT, signal);
    },
    saveSlice: ({ fileId, tensor, ranges, path }, context) => {
      const of = tensorOf(fileId, tensor);
      const slice = { tensor: of, ranges: checkRanges(of, ranges), reads: fileOf(fileId).reads };
      return saveSlice(slice, path, context.signal, report(context));
    },
    loadCode({ fileId, tensor, ranges, isTurned, path }) {
      const { name, shape } = tensorOf(fileId, tensor);
      const checked = checkRanges(tensorOf(fileId, tensor), ranges);
      const { format } = fileOf(fileId).file;
      return loadCode({ path, format, tensor: name, shape, ranges: checked, isTurned });
    },
    snippets: params => snippets(params),
    settingsNotices,
    findFiles: (params, { signal }) => findFiles(params, signal),
    pair: ({ files: pair }, { signal }) => pairReport(pair, signal),
    ...convertMethods(options.wasmFolder, files, report),
  };
}

export type Reporter = (context: CallContext) => (doneBytes: number, totalBytes: number) => void;

function progressReporter(tell: (progress: Progress) => void): Reporter {
  return ({ id }) => {
    let last = 0;
    return (doneBytes, totalBytes) => {
      const now = Date.now();
      if (now - last < PROGRESS_INTERVAL_MS && doneBytes < totalBytes) return;
      last = now;
      tell({ request: id, doneBytes, totalBytes });
    };
  };
}

function infoOf(fileId: number, opened: OpenedFile): FileInfo {
  const { file, name, findings, overrides } = opened;
  const quantised = quantisedInfo(opened);
  return {
    fileId,
    name,
    format: file.format,
    byteLength: file.byteLength,
    metadata: [...file.metadata],
    tensors: subjectsOf(opened).map((subject, index): TensorInfo => {
      const { name: tensorName, byteLength, storedBytes } = file.tensors[index]!;
      const known = quantised.get(index);
      return {
        ...subject,
        name: tensorName,
        byteLength,
        ...(storedBytes === undefined ? {} : { storedBytes }),
        ...(known ? { quantised: known } : {}),
      };
    }),
    findings,
    reading: overrides.reading ?? 'stored',
  };
}
