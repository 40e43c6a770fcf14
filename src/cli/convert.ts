import type { ConversionId } from '../core/convert/conversionIds';
import { CONVERSIONS } from '../core/convert/index';
import { optionsOf } from '../core/convert/run';
import { TensorFileError } from '../core/errors';
import { verbatim } from '../core/l10n';
import { visible } from '../core/visible';
import { convertFiles, previewConversion } from '../engine/convert/convertFiles';
import { convertDeps } from '../engine/convertMethods';
import { wasmFolder } from '../engine/node/wasmFolder';
import { NO_OVERRIDES } from '../engine/openedFile';
import type { ConvertParams } from '../protocol/engineMethods';
import { parse } from './args';
import { type CliStreams, type CommandRunner, EXIT, UsageError } from './command';
import { isFolder, tensorFiles } from './findFiles';
import { toJson } from './json';
import { messageLine } from './messageLine';
import { table } from './text';

export const convertCommand: CommandRunner = {
  async run(args, streams, signal) {
    const { values, positionals } = parse(args, {
      output: { type: 'string', short: 'o' },
      tensor: { type: 'string', multiple: true },
      option: { type: 'string', multiple: true },
      force: { type: 'boolean' },
      list: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    if (values.list) {
      streams.out(values.json ? listJson() : listText());
      return EXIT.done;
    }
    const [id, ...files] = positionals;
    const conversion = CONVERSIONS.find(each => each.id === id);
    if (!conversion)
      throw new UsageError(`There is no conversion "${id ?? ''}"; see convert --list`);
    if (files.length === 0) throw new UsageError('Name at least one file');
    if (values.output === undefined) throw new UsageError('Say where to write with -o OUT');
    const request: ConvertRequestBase = {
      conversion: conversion.id,
      tensors: values.tensor ?? [],
      options: Object.fromEntries((values.option ?? []).map(optionOf)),
      output: values.output,
      overwrite: values.force === true,
    };
    // Into a folder each file goes by itself, so that one that does not fit holds up none of the others.
    if (conversion.takes !== 'several' && (await isFolder(values.output))) {
      return convertEach(files, request, streams, signal);
    }
    await convertAll(files, request, streams, signal);
    return EXIT.done;
  },
};

interface ConvertRequestBase {
  readonly conversion: ConversionId;
  readonly tensors: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly output: string;
  readonly overwrite: boolean;
}

function paramsOf(
  files: readonly string[],
  { tensors, ...request }: ConvertRequestBase,
): ConvertParams {
  const inputs = files.map(path => ({ file: { type: 'path', path } as const, tensors }));
  return { ...request, inputs, overrides: NO_OVERRIDES };
}

/** Converts files as one piece of work: all of it or nothing. */
async function convertAll(
  files: readonly string[],
  request: ConvertRequestBase,
  streams: CliStreams,
  signal: AbortSignal,
): Promise<void> {
  const params = paramsOf(files, request);
  const deps = convertDeps(wasmFolder());
  const result = await convertFiles(params, deps, signal, progressOf(streams)).catch(error => {
    throw namingFile(error, files);
  });
  for (const { path } of result.outputs) streams.err(visible(`wrote ${path}`));
  for (const note of result.notes) streams.err(visible(`note: ${note}`));
}

/**
 * Converts each file, and each tensor file of a folder, and reports what was done and what skipped, and
 * why. A file that would stay as it is is no work.
 */
async function convertEach(
  paths: readonly string[],
  request: ConvertRequestBase,
  streams: CliStreams,
  signal: AbortSignal,
): Promise<number> {
  const report = { done: 0, skipped: 0, unchanged: 0 };
  const deps = convertDeps(wasmFolder());
  for await (const { path, error: unreadable } of tensorFiles(paths)) {
    signal.throwIfAborted();
    try {
      if (unreadable) throw namingFile(unreadable, [path]);
      const { isChange } = await previewConversion(paramsOf([path], request), deps, signal).catch(
        error => {
          throw namingFile(error, [path]);
        },
      );
      if (isChange) await convertAll([path], request, streams, signal);
      report[isChange ? 'done' : 'unchanged']++;
    } catch (error) {
      if (!(error instanceof TensorFileError)) throw error;
      report.skipped++;
      streams.err(`error: ${messageLine(error)}`);
    }
  }
  const unchanged = report.unchanged > 0 ? `, ${report.unchanged} as they should be already` : '';
  streams.err(`${report.done} converted, ${report.skipped} skipped${unchanged}`);
  return report.skipped > 0 ? EXIT.failed : EXIT.done;
}

/** Every refusal says which file it is about. */
function namingFile(error: unknown, files: readonly string[]): unknown {
  if (!(error instanceof TensorFileError)) return error;
  const { message, place, rule } = error;
  if (files.some(file => message.startsWith(`${file}: `))) return error;
  return new TensorFileError(verbatim(`${files[0]}: ${message}`), place, { rule, cause: error });
}

function optionOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new UsageError(`--option takes key=value, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** A progress line that stays on one line, on a terminal only. */
function progressOf(streams: CliStreams) {
  if (!streams.isInteractive()) return undefined;
  let last = -1;
  return (doneBytes: number, totalBytes: number) => {
    const percent = totalBytes > 0 ? Math.floor((100 * doneBytes) / totalBytes) : 0;
    if (percent === last) return;
    last = percent;
    process.stderr.write(`\r${percent} %${percent >= 100 ? '\n' : ''}`);
  };
}

function listJson(): string {
  return toJson(
    CONVERSIONS.map(conversion => {
      const { id, title, from, to } = conversion;
      return { id, title, from, to, options: optionsOf(conversion) };
    }),
  );
}

function listText(): string {
  return table(CONVERSIONS.map(({ id, title, from, to }) => [id, title, `${from} -> ${to}`])).join(
    '\n',
  );
}
