import type { EngineMethods, FileReference, UserOverrides } from '../protocol/engineMethods';
import type { Handlers } from '../protocol/rpc';
import { convertFiles, previewConversion } from './convert/convertFiles';
import type { ConvertDeps } from './convert/deps';
import { fixFile, plannedFixes } from './convert/fixAll';
import { offersFor } from './convert/offers';
import type { Reporter } from './engine';
import { openFile } from './openedFile';
import type { OpenFiles } from './openFiles';
import { loadMaths } from './tf';

type ConvertMethods = Pick<
  Handlers<EngineMethods>,
  'offers' | 'offersFor' | 'previewConversion' | 'convert' | 'planFixes' | 'fixAll'
>;

/** What conversions need of the engine; tfjs is loaded when the first maths is asked for. */
export function convertDeps(wasmFolder: string, files?: OpenFiles): ConvertDeps {
  return {
    open: async (reference: FileReference, overrides: UserOverrides, signal?: AbortSignal) => {
      if (reference.type !== 'opened') return openFile(reference, overrides, signal);
      if (files) return files.acquire(reference.fileId, signal);
      throw new Error('No file is open here');
    },
    maths: () => loadMaths(wasmFolder),
  };
}

/** The engine's methods that write new files, and those that say what could be written. */
export function convertMethods(
  wasmFolder: string,
  files: OpenFiles,
  report: Reporter,
): ConvertMethods {
  const deps = convertDeps(wasmFolder, files);
  return {
    offers: ({ fileId, tensor }) => offersFor(files.get(fileId), tensor),
    async offersFor({ file, overrides }, { signal }) {
      const opened = await deps.open(file, overrides, signal);
      try {
        return offersFor(opened, null);
      } finally {
        await opened.close();
      }
    },
    previewConversion: (params, { signal }) => previewConversion(params, deps, signal),
    convert: (params, context) => convertFiles(params, deps, context.signal, report(context)),
    planFixes: (params, { signal }) => plannedFixes(params, deps, signal),
    fixAll: (params, context) => fixFile(params, deps, context.signal, report(context)),
  };
}
