import type { EngineMethods } from '../protocol/engineMethods';
import type { Handlers } from '../protocol/rpc';
import { convertFiles } from './convert/convertFiles';
import type { ConvertDeps } from './convert/deps';
import type { Reporter } from './engine';
import { type OpenedFile, openFile } from './openedFile';
import { loadMaths } from './tf';

type ConvertMethods = Pick<
  Handlers<EngineMethods>,
  'offers' | 'offersFor' | 'convert' | 'planFixes' | 'fixAll'
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
  return {
    offers: ({ fileId }) => {
      fileOf(fileId);
      return [];
    },
    offersFor: () => [],
    convert: (params, context) => convertFiles(params, deps, context.signal, report(context)),
    planFixes: () => [],
    fixAll: () => ({ outputs: [] }),
  };
}
