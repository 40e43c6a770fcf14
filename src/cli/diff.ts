import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compareFiles,
  type FileComparison,
  type TensorComparison,
} from '../core/compare/compareFiles';
import { DEFAULT_TOLERANCE, type Tolerance } from '../core/compare/tolerance';
import { formatByEnding } from '../core/formats/open';
import { anyGlob } from '../core/globs';
import { type OpenedFile, openPath } from '../engine/openedFile';
import { parse } from './args';
import { type CommandRunner, EXIT, UsageError } from './command';
import {
  type DiffReport,
  diffFileJson,
  diffMarkdown,
  diffText,
  type FolderDiff,
} from './diffReport';
import { asReal } from './eachFile';
import { isFolder } from './findFiles';
import { toJson } from './json';

interface DiffOptions {
  readonly tolerance: Tolerance;
  readonly only?: { readonly a: string; readonly b: string };
  readonly includes: (name: string) => boolean;
  readonly allMetrics: boolean;
  readonly real: boolean;
  readonly format: string;
  readonly failOn: string;
  readonly countsMetadata: boolean;
}

const OPTIONS = {
  tensor: { type: 'string' },
  rtol: { type: 'string' },
  atol: { type: 'string' },
  'nan-differs': { type: 'boolean' },
  format: { type: 'string' },
  json: { type: 'boolean' },
  metrics: { type: 'boolean' },
  real: { type: 'boolean' },
  'fail-on': { type: 'string' },
  metadata: { type: 'boolean' },
  'ignore-metadata': { type: 'boolean' },
  include: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
} as const;

const PRINT: Readonly<Record<string, (report: DiffReport) => string>> = {
  text: diffText,
  json: report => toJson(report),
  markdown: diffMarkdown,
};

export const diffCommand: CommandRunner = {
  async run(args, streams, signal) {
    const { values, positionals } = parse(args, OPTIONS);
    const [a, b, ...more] = positionals;
    if (a === undefined || b === undefined || more.length > 0)
      throw new UsageError('Name two files or two folders');
    const options = optionsOf(values);
    const folders = await Promise.all([isFolder(a), isFolder(b)]);
    if (folders[0] !== folders[1])
      throw new UsageError('Name two files or two folders, not one of each');
    const report = folders[0]
      ? await diffFolders(a, b, options, signal)
      : await diffFiles(a, b, options, signal);
    streams.out(PRINT[options.format]!(report));
    return fails(report, options) ? EXIT.findings : EXIT.done;
  },
};

type Values = ReturnType<typeof parse<typeof OPTIONS>>['values'];

function optionsOf(values: Values): DiffOptions {
  const format = values.json ? 'json' : (values.format ?? 'text');
  if (!PRINT[format]) throw new UsageError(`--format is text, json or markdown, not "${format}"`);
  const failOn = values['fail-on'] ?? 'different';
  if (failOn !== 'different' && failOn !== 'outside')
    throw new UsageError(`--fail-on is different or outside, not "${failOn}"`);
  const [first, second] = values.tensor?.split('=') ?? [];
  const included = values.include ? anyGlob(values.include) : () => true;
  const excluded = values.exclude ? anyGlob(values.exclude) : () => false;
  return {
    tolerance: {
      rtol: limit('rtol', values.rtol, DEFAULT_TOLERANCE.rtol),
      atol: limit('atol', values.atol, DEFAULT_TOLERANCE.atol),
      nanDiffers: values['nan-differs'] === true,
    },
    ...(first !== undefined && { only: { a: first, b: second ?? first } }),
    includes: name => included(name) && !excluded(name),
    allMetrics: values.metrics === true,
    real: values.real === true,
    format,
    failOn,
    countsMetadata: values.metadata === true && values['ignore-metadata'] !== true,
  };
}

function limit(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0))
    throw new UsageError(`--${name} takes a number of at least 0, not "${text}"`);
  return value;
}

async function diffFiles(a: string, b: string, options: DiffOptions, signal: AbortSignal) {
  const first = await openPath(a, signal);
  try {
    const second = await openPath(b, signal);
    try {
      const sides = options.real ? [await asReal(first), await asReal(second)] : [first, second];
      const [from, to] = sides as [OpenedFile, OpenedFile];
      demandTensors(options, [a, from.file.tensors], [b, to.file.tensors]);
      const found = await compareFiles(from, to, options, signal);
      return diffFileJson(a, b, found, isEqual(found, options));
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
}

/** A tensor that was asked for by name must be there. */
function demandTensors(
  { only }: DiffOptions,
  ...sides: readonly [string, readonly { readonly name: string }[]][]
): void {
  if (!only) return;
  sides.forEach(([path, tensors], side) => {
    const name = side === 0 ? only.a : only.b;
    if (!tensors.some(tensor => tensor.name === name))
      throw new UsageError(`There is no tensor "${name}" in ${path}`);
  });
}

function isEqual({ tensors, metadata }: FileComparison, { countsMetadata }: DiffOptions): boolean {
  const keys = metadata.added.length + metadata.removed.length + metadata.changed.length;
  return tensors.every(({ state }) => state === 'equal') && !(countsMetadata && keys > 0);
}

/** The tensor files of two folders, paired by their paths within. */
async function diffFolders(
  a: string,
  b: string,
  options: DiffOptions,
  signal: AbortSignal,
): Promise<FolderDiff> {
  const [inA, inB] = [await tensorPaths(a), await tensorPaths(b)];
  const files = [];
  for (const path of inA.filter(each => inB.includes(each)))
    files.push({ path, ...(await diffFiles(join(a, path), join(b, path), options, signal)) });
  const added = inB.filter(path => !inA.includes(path));
  const removed = inA.filter(path => !inB.includes(path));
  const equal = files.every(file => file.equal) && added.length + removed.length === 0;
  return { a, b, equal, files, added, removed };
}

async function tensorPaths(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile() && formatByEnding(entry.name) !== undefined)
    .map(entry => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .map(path => path.replaceAll('\\', '/'))
    .sort();
}

function fails(report: DiffReport, { failOn }: DiffOptions): boolean {
  if (failOn === 'different') return !report.equal;
  if (!('files' in report)) return report.tensors.some(isOutside);
  const isMissing = report.added.length + report.removed.length > 0;
  return isMissing || report.files.some(file => file.tensors.some(isOutside));
}

function isOutside({ state, outside }: { state: TensorComparison['state']; outside?: number }) {
  return (outside ?? 0) > 0 || ['reshaped', 'renamed', 'added', 'removed'].includes(state);
}
