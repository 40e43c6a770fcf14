import { readFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { TensorFileError } from '../core/errors';
import { verbatim } from '../core/l10n';
import type { ReportFile, ReportFinding } from '../core/lint/report';
import { atomicWrite } from '../engine/node/atomicWrite';
import { wholePath } from '../engine/walkFolder';

/** Findings that were there before: the same rule at the same line of code, or at the same tensor, so often. */
interface Entry {
  /** Relative to the baseline's folder, with `/`. */
  readonly file: string;
  readonly rule: string;
  /** The line of code without its indent, or the tensor's name; lines above may come and go. */
  readonly at: string;
  readonly count: number;
}

const VERSION = 1;

/** What is left of a report once the findings of a baseline are taken away. */
export interface NewFindings {
  readonly files: readonly ReportFile[];
  readonly knownCount: number;
  /** Findings of the baseline in the files checked that are there no more. */
  readonly goneCount: number;
}

/** Takes away what a baseline has. @throws TensorFileError for one that cannot be used */
export async function newFindings(
  path: string,
  files: readonly ReportFile[],
): Promise<NewFindings> {
  const left = new Map<string, number>();
  for (const entry of await readBaseline(path)) left.set(keyOf(entry), entry.count);
  let knownCount = 0;
  let goneCount = 0;
  const rest = files.map(file => {
    const name = nameIn(path, file.file);
    const findings = file.findings.filter(finding => {
      const key = keyOf({ file: name, rule: finding.rule, at: placeOf(finding) });
      const count = left.get(key) ?? 0;
      if (count === 0) return true;
      left.set(key, count - 1);
      knownCount++;
      return false;
    });
    return { ...file, findings };
  });
  const checked = new Set(files.map(({ file }) => nameIn(path, file)));
  for (const [key, count] of left) if (checked.has(fileOf(key))) goneCount += count;
  return { files: rest, knownCount, goneCount };
}

/** Writes all findings of a report as the baseline of later ones, in place of one that is there. */
export async function writeBaseline(path: string, files: readonly ReportFile[]): Promise<void> {
  const counts = new Map<string, Entry>();
  for (const { file, findings } of files) {
    for (const finding of findings) {
      const entry = { file: nameIn(path, file), rule: finding.rule, at: placeOf(finding) };
      const known = counts.get(keyOf(entry));
      counts.set(keyOf(entry), { ...entry, count: (known?.count ?? 0) + 1 });
    }
  }
  const text = JSON.stringify({ version: VERSION, findings: [...counts.values()] }, null, 2);
  const bytes = new TextEncoder().encode(`${text}\n`);
  await atomicWrite(path, sink => sink.write(bytes), { overwrite: true });
}

async function readBaseline(path: string): Promise<readonly Entry[]> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new TensorFileError(verbatim(`${path}: ${cause.message}; --write-baseline makes one`));
  });
  try {
    const { version, findings } = JSON.parse(text) as { version: unknown; findings: unknown };
    if (version === VERSION && Array.isArray(findings) && findings.every(isEntry)) return findings;
  } catch {
    // Said below: it is no baseline, whatever it is.
  }
  throw new TensorFileError(verbatim(`${path} is no baseline: --write-baseline makes one`));
}

function isEntry(value: unknown): value is Entry {
  const { file, rule, at, count } = (value ?? {}) as Partial<Record<keyof Entry, unknown>>;
  return (
    [file, rule, at].every(text => typeof text === 'string') &&
    Number.isInteger(count) &&
    (count as number) > 0
  );
}

const keyOf = ({ file, rule, at }: Omit<Entry, 'count'>): string => [file, rule, at].join('\0');

const fileOf = (key: string): string => key.slice(0, key.indexOf('\0'));

function placeOf({ code, tensor }: ReportFinding): string {
  return code ?? tensor ?? '';
}

function nameIn(baseline: string, file: string): string {
  return relative(wholePath(dirname(baseline)), wholePath(file)).replaceAll('\\', '/');
}
