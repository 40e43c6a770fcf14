import { KINDS, type Kind } from '../core/contracts/index';
import { TensorFileError } from '../core/errors';
import { SEVERITIES, type Severity } from '../core/findings';
import { isSharedEnding } from '../core/formats/endings';
import { INCOMPLETE, type ReportFile, type ReportFinding, reaches } from '../core/lint/report';
import { type SarifTool, sarifLog } from '../core/lint/sarif';
import { textReport } from '../core/lint/textReport';
import { isPythonFile } from '../core/settings/scanFilter';
import { visible } from '../core/visible';
import { lintPath } from '../engine/lintFile';
import type { KindChoice, UserOverrides } from '../protocol/engineMethods';
import { parse } from './args';
import { type CliStreams, type CommandRunner, EXIT, UsageError } from './command';
import { type Configs, lintableFiles } from './findFiles';
import { toJson } from './json';
import { mendAllFiles, printMends } from './lintFix';
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
      fix: { type: 'boolean' },
      diff: { type: 'boolean' },
      baseline: { type: 'string' },
      'write-baseline': { type: 'boolean' },
    });
    if (positionals.length === 0) throw new UsageError('Name at least one file or folder');
    const options: LintOptions = {
      format: values.format ?? 'text',
      failOn: severityOf(values['fail-on'] ?? 'error'),
      kinds: (values.kind ?? []).map(kindChoiceOf),
      values: values['no-values'] !== true,
      configs: await configsOf(values.config, values['no-config']),
    };
    const { baseline } = values;
    if (values['write-baseline'] && baseline === undefined)
      throw new UsageError('--write-baseline needs --baseline FILE');
    const print = FORMATS[options.format];
    if (!print) throw new UsageError(`--format is text, json or sarif, not "${options.format}"`);
    if (values.diff) return printMends(positionals, options.configs, streams, signal);
    const areMended =
      !values.fix || (await mendAllFiles(positionals, options.configs, streams, signal));
    const { files, unreadable } = await lintAll(positionals, options, streams, signal);
    if (signal.aborted) {
      streams.out(print(files, { version: streams.version, isPartial: true }));
      streams.err('error: interrupted: the report is partial, the other files were not checked');
      return EXIT.failed;
    }
    const isFailed = unreadable || !areMended;
    if (values['write-baseline']) {
      await writeBaseline(baseline!, files);
      return isFailed ? EXIT.failed : EXIT.done;
    }
    const counted = baseline === undefined ? files : await withoutKnown(baseline, files, streams);
    streams.out(print(counted, { version: streams.version, isPartial: false }));
    if (isFailed) return EXIT.failed;
    return reaches(counted, options.failOn) ? EXIT.findings : EXIT.done;
  },
};

/** Takes away what the baseline has, and says how much that was. */
async function withoutKnown(
  baseline: string,
  files: readonly ReportFile[],
  { err }: CliStreams,
): Promise<readonly ReportFile[]> {
  const { newFindings } = await import('./baseline');
  const { files: rest, knownCount, goneCount } = await newFindings(baseline, files);
  if (knownCount > 0) err(`${findingsAre(knownCount)} in the baseline`);
  if (goneCount > 0)
    err(
      `${goneCount} ${goneCount === 1 ? 'finding of the baseline is' : 'findings of the baseline are'} gone: --write-baseline writes it anew`,
    );
  return rest;
}

function findingsAre(count: number): string {
  return count === 1 ? '1 finding is' : `${count} findings are`;
}

async function writeBaseline(baseline: string, files: readonly ReportFile[]): Promise<void> {
  const { writeBaseline: write } = await import('./baseline');
  await write(baseline, files);
}

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

/** All but the line in a notebook's file, which nobody looks up by hand, and the code, which stands in the file. */
function shown({ fileLine: _, code: __, ...finding }: ReportFinding) {
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
