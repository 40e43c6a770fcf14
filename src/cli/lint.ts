import { KINDS, type Kind } from '../core/contracts/index';
import { TensorFileError } from '../core/errors';
import { SEVERITIES, type Severity } from '../core/findings';
import { isSharedEnding } from '../core/formats/endings';
import { INCOMPLETE, type ReportFile, type ReportFinding, reaches } from '../core/lint/report';
import { type SarifTool, sarifLog } from '../core/lint/sarif';
import { textReport } from '../core/lint/textReport';
import { visible } from '../core/visible';
import { lintPath } from '../engine/lintFile';
import type { KindChoice, UserOverrides } from '../protocol/engineMethods';
import { parse } from './args';
import { type CliStreams, type CommandRunner, EXIT, UsageError } from './command';
import { type Configs, isPythonFile, lintableFiles } from './findFiles';
import { toJson } from './json';
import { messageLine, ruleOf } from './messageLine';
import { configsOf, overridesFor } from './projectSettings';

interface LintOptions {
  readonly format: string;
  readonly failOn: Severity;
  readonly kinds: readonly KindChoice[];
  readonly values: boolean;
  readonly configs: Configs;
}

type Print = (files: readonly ReportFile[], run: Omit<SarifTool, 'docsBase'>) => string;

const FORMATS: Readonly<Record<string, Print>> = {
  text: files => textReport(files).trimEnd(),
  json: files => toJson(files.map(jsonOf)),
  sarif: (files, run) => JSON.stringify(sarifLog(files, run), null, 2),
};

export const lintCommand: CommandRunner = {
  async run(args, streams, signal) {
    const { values, positionals } = parse(args, {
      format: { type: 'string' },
      'fail-on': { type: 'string' },
      kind: { type: 'string', multiple: true },
      'no-values': { type: 'boolean' },
      config: { type: 'string' },
      'no-config': { type: 'boolean' },
    });
    if (positionals.length === 0) throw new UsageError('Name at least one file or folder');
    const options: LintOptions = {
      format: values.format ?? 'text',
      failOn: severityOf(values['fail-on'] ?? 'error'),
      kinds: (values.kind ?? []).map(kindChoiceOf),
      values: values['no-values'] !== true,
      configs: await configsOf(values.config, values['no-config']),
    };
    const print = FORMATS[options.format];
    if (!print) throw new UsageError(`--format is text, json or sarif, not "${options.format}"`);
    const { files, unreadable } = await lintAll(positionals, options, streams, signal);
    const { version } = streams;
    streams.out(print(files, { version, isPartial: signal.aborted }));
    if (signal.aborted) {
      streams.err('error: interrupted: the report is partial, the other files were not checked');
      return EXIT.failed;
    }
    if (unreadable) return EXIT.failed;
    return reaches(files, options.failOn) ? EXIT.findings : EXIT.done;
  },
};

async function lintAll(
  paths: readonly string[],
  options: LintOptions,
  streams: CliStreams,
  signal: AbortSignal,
): Promise<{ files: ReportFile[]; unreadable: boolean }> {
  const files: ReportFile[] = [];
  let unreadable = false;
  for await (const found of lintableFiles(paths, options.configs)) {
    if (signal.aborted) break;
    // A project file that cannot be used ends all: nothing checked under other rules is worth a report.
    const overrides = await overridesFor(options.configs, found.path);
    try {
      if (found.error) throw found.error;
      const file = await lintOne(
        found.path,
        { ...overrides, kinds: options.kinds },
        options,
        signal,
      );
      if (file.isIncomplete) streams.err(`warning: ${visible(found.path)}: ${INCOMPLETE}`);
      files.push(file);
    } catch (error) {
      if (signal.aborted) break;
      // A file named on the command line must be readable; a broken file in a folder is a finding.
      if (found.named) unreadable = true;
      else if (isSharedEnding(found.path) && ruleOf(error) === 'file/unreadable') continue;
      streams.err(`error: ${visible(found.path)}: ${messageLine(error)}`);
      files.push({ file: found.path, findings: [unreadableFinding(error)] });
    }
  }
  return { files, unreadable };
}

function unreadableFinding(error: unknown): ReportFinding {
  const rule = ruleOf(error);
  const byteOffset = error instanceof TensorFileError ? error.place.byteOffset : undefined;
  const place = byteOffset === undefined ? {} : { byteOffset };
  return { rule, severity: 'error', tensor: null, message: messageLine(error), ...place };
}

async function lintOne(
  path: string,
  overrides: UserOverrides,
  { values }: LintOptions,
  signal: AbortSignal,
): Promise<ReportFile> {
  if (isPythonFile(path)) {
    const { lintPythonFile } = await import('./lintPython');
    return lintPythonFile(path, overrides.rules);
  }
  const location = { type: 'path', path } as const;
  return { file: path, findings: await lintPath({ location, overrides, values }, signal) };
}

function jsonOf({ file, findings }: ReportFile) {
  return {
    file,
    findings: findings.map(finding => ({
      ...shown(finding),
      tensor: finding.tensor ?? null,
      fix: finding.fix ?? null,
    })),
  };
}

/** All but the line in a notebook's file, which nobody looks up by hand. */
function shown({ fileLine: _, ...finding }: ReportFinding) {
  return finding;
}

function severityOf(text: string): Severity {
  const severity = SEVERITIES.find(each => each === text);
  if (!severity)
    throw new UsageError(`--fail-on is one of ${SEVERITIES.join(', ')}, not "${text}"`);
  return severity;
}

function kindChoiceOf(text: string): KindChoice {
  const at = text.lastIndexOf('=');
  const name = text.slice(at + 1).toUpperCase();
  const kind: Kind | undefined = KINDS.find(each => each === name);
  if (at < 0 || (!kind && name !== 'NONE')) {
    throw new UsageError(`--kind takes NAME=IMAGE, MASK, LATENT or NONE, not "${text}"`);
  }
  return { tensor: text.slice(0, at), kind: kind ?? null };
}
