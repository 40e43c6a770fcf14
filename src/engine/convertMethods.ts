import type { EngineMethods } from '../protocol/engineMethods';
import type { Handlers } from '../protocol/rpc';
import { convertFiles, previewConversion } from './convert/convertFiles';
import type { ConvertDeps } from './convert/deps';
import { type FixDeps, fixFile, plannedFixes } from './convert/fixAll';
import { offersFor } from './convert/offers';
import type { Reporter } from './engine';
import { lintPath } from './lintFile';
import { type OpenedFile, openFile } from './openedFile';
import { loadMaths } from './tf';

type ConvertMethods = Pick<
  Handlers<EngineMethods>,
  'offers' | 'offersFor' | 'previewConversion' | 'convert' | 'planFixes' | 'fixAll'
>;

/** What conversions need of the engine; tfjs is loaded when the first maths is asked for. */
export function convertDeps(wasmFolder: string): ConvertDeps {
  return { open: openFile, maths: () => loadMaths(wasmFolder) };
}

/** The engine's methods that write new files, and those that say what could be written. */
export function convertMethods(
  wasmFolder: string,
  fileOf: (fileId: number) => OpenedFile,
  report: Reporter,
): ConvertMethods {
  const deps = convertDeps(wasmFolder);
  const fixDeps: FixDeps = {
    ...deps,
    findings: (location, overrides, signal) => lintPath({ location, overrides, values: true }, signal),
  };
  return {
    offers: ({ fileId, tensor }) => offersFor(fileOf(fileId), tensor),
    async offersFor({ location, overrides }, { signal }) {
      const opened = await openFile(location, overrides, signal);
      try {
        return offersFor(opened, null);
      } finally {
        await opened.close();
      }
    },
    previewConversion: (params, { signal }) => previewConversion(params, deps, signal),
    convert: (params, context) => convertFiles(params, deps, context.signal, report(context)),
    planFixes: (params, { signal }) => plannedFixes(params, fixDeps, signal),
    fixAll: (params, context) => fixFile(params, fixDeps, context.signal, report(context)),
  };
}
