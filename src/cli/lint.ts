import { readFile } from 'node:fs/promises';
import type { Kind } from '../core/contracts/contract';
import { KINDS } from '../core/contracts/contract';
import type { Finding, Severity } from '../core/lint/finding';
import { SEVERITIES } from '../core/lint/finding';
import { lintPath } from '../engine/lintFile';
import { pythonReport } from '../engine/pythonReport';
import type { KindChoice, PythonFinding } from '../protocol/engineMethods';
import { parse } from './args';
import { type CliCommand, type CliStreams, EXIT, UsageError } from './command';
import { cliFinding } from './inspect';
import { toJson } from './json';
import { messageLine } from './run';
import { sarifText } from './sarifOutput';
import { findingLine } from './text';
import { lintableFiles } from './walk';

/** The findings of one file: of its tensors, or of its Python. */
export interface LintedFile {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly python: readonly PythonFinding[];
}

interface LintOptions {
  readonly format: string;
  readonly failOn: Severity;
  readonly kinds: readonly KindChoice[];
  readonly values: boolean;
}

const FORMATS: Readonly<Record<string, (files: readonly LintedFile[]) => string>> = {
  text,
  json: files => toJson(files.map(jsonOf)),
  sarif: sarifText,
};

export const lintCommand: CliCommand = {
  name: 'lint',
  summary: 'Check tensor files and custom-node Python against the ComfyUI contracts.',
  usage:
    'lint PATH... [--format text|json|sarif] [--fail-on error|warning|info|hint] [--kind NAME=KIND] [--no-values]',
  async run(args, streams, signal) {
    const { values, positionals } = parse(args, {
      format: { type: 'string' },
      'fail-on': { type: 'string' },
      kind: { type: 'string', multiple: true },
      'no-values': { type: 'boolean' },
    });
    if (positionals.length === 0) throw new UsageError('Name at least one file or folder');
    const options: LintOptions = {
      format: values.format ?? 'text',
      failOn: severityOf(values['fail-on'] ?? 'error'),
      kinds: (values.kind ?? []).map(kindChoiceOf),
      values: values['no-values'] !== true,
    };
    const print = FORMATS[options.format];
    if (!print) throw new UsageError(`--format is text, json or sarif, not "${options.format}"`);
    const { files, unreadable } = await lintAll(positionals, options, streams, signal);
    const output = print(files);
    if (output !== '') streams.out(output);
    if (unreadable) return EXIT.failed;
    return files.some(file => fails(file, options.failOn)) ? EXIT.findings : EXIT.done;
  },
};

async function lintAll(
  paths: readonly string[],
  options: LintOptions,
  streams: CliStreams,
  signal: AbortSignal,
): Promise<{ files: LintedFile[]; unreadable: boolean }> {
  const files: LintedFile[] = [];
  let unreadable = false;
  for await (const found of lintableFiles(paths)) {
    if (signal.aborted) break;
    try {
      files.push(await lintOne(found.path, options, signal));
    } catch (error) {
      // A file named on the command line must be readable; a broken file in a folder is a finding.
      if (found.named) unreadable = true;
      const message = messageLine(error);
      streams.err(`error: ${found.path}: ${message}`);
      files.push({
        file: found.path,
        findings: [{ rule: 'file/unreadable', severity: 'error', tensor: null, message }],
        python: [],
      });
    }
  }
  return { files, unreadable };
}

async function lintOne(
  path: string,
  options: LintOptions,
  signal: AbortSignal,
): Promise<LintedFile> {
  if (path.toLowerCase().endsWith('.py')) {
    const report = pythonReport(await readFile(path, 'utf8'), {});
    return { file: path, findings: [], python: report.findings };
  }
  const word = { relativePath: path, kinds: options.kinds, contracts: [], rules: {} };
  const location = { type: 'path', path } as const;
  const findings = await lintPath({ location, word, values: options.values }, signal);
  return { file: path, findings, python: [] };
}

function fails({ findings, python }: LintedFile, failOn: Severity): boolean {
  const limit = SEVERITIES.indexOf(failOn);
  return [...findings, ...python].some(({ severity }) => SEVERITIES.indexOf(severity) <= limit);
}

function jsonOf({ file, findings, python }: LintedFile) {
  const flat = python.map(({ rule, severity, message, range, fix }) => ({
    rule,
    severity,
    tensor: null,
    message,
    fix: fix?.title ?? null,
    ...range,
  }));
  return { file, findings: [...findings.map(cliFinding), ...flat] };
}

function text(files: readonly LintedFile[]): string {
  const blocks = files
    .filter(({ findings, python }) => findings.length + python.length > 0)
    .map(({ file, findings, python }) =>
      [
        file,
        ...findings.map(findingLine),
        ...python.map(
          ({ severity, rule, message, range }) =>
            `  ${range.line}:${range.column} ${severity} ${rule}: ${message}`,
        ),
      ].join('\n'),
    );
  const count = files.reduce((sum, file) => sum + file.findings.length + file.python.length, 0);
  const summary = `${files.length} file${files.length === 1 ? '' : 's'} checked, ${count} finding${count === 1 ? '' : 's'}`;
  return [...blocks, summary].join('\n\n');
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
