import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/sourceFiles';
import { tempFolder } from '../support/tempFolder';
import { DUMMIES, type DummyMember } from './dummies/members';

/** Not part of the copy: what is made, and what no check reads. */
const LEFT_OUT = new Set([
  '.git',
  '.tsbuild',
  'node_modules',
  'dist',
  'output',
  'cases',
  'coverage',
]);

/** Writes what is made from the lists, as somebody does who changed one. */
const GENERATORS = ['manifest.mjs', 'l10n.mjs', 'docs.mjs'];

/** Contract tests that walk the lists; what they write anew (the index of rules) is written. */
const CONTRACTS = ['rules', 'views', 'walls', 'layers', 'conversions', 'language'];

const bin = (...parts: string[]) => join(ROOT, 'node_modules', ...parts);
const VITEST = bin('vitest', 'vitest.mjs');
const TSC = bin('typescript', 'bin', 'tsc');

async function copyOfRepository(): Promise<string> {
  const root = join(await tempFolder(), 'copy');
  await mkdir(root);
  for (const name of await readdir(ROOT))
    if (!LEFT_OUT.has(name) && !name.endsWith('.vsix'))
      await cp(join(ROOT, name), join(root, name), {
        recursive: true,
        filter: source =>
          !LEFT_OUT.has(
            source
              .slice(ROOT.length + 1)
              .split('/')
              .at(-1)!,
          ),
      });
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
  await symlink(join(ROOT, 'test', 'cases'), join(root, 'test', 'cases'), 'junction');
  return root;
}

async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** Adds one member: its file, its line, its page. @throws where the list is not there. */
async function add(root: string, { file, line, page }: DummyMember): Promise<void> {
  for (const made of [file, page]) if (made) await write(root, made.path, made.text);
  const lines = (await readFile(join(root, line.list), 'utf8')).split('\n');
  const place = lines.findLastIndex(text => text.trimStart().startsWith(line.before));
  if (place < 0) throw new Error(`${line.list} has no line "${line.before}"`);
  lines.splice(place, 0, line.text);
  if (line.import) lines.unshift(line.import);
  await writeFile(join(root, line.list), lines.join('\n'));
}

interface Run {
  readonly isDone: boolean;
  readonly output: string;
}

/** Runs a program of Node in the copy. */
function run(root: string, args: readonly string[]): Promise<Run> {
  return new Promise(resolve => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 }, (error, out, err) =>
      resolve({ isDone: error === null, output: `${out}\n${err}` }),
    );
  });
}

type Faults = ReadonlyMap<string, string>;

/** What the tests that walk the lists say of a copy. */
async function faultsOfContracts(root: string): Promise<Faults> {
  const contracts = CONTRACTS.map(name => `test/contract/${name}.test.ts`);
  const held = await run(root, [VITEST, 'run', '-u', ...contracts]);
  return new Map(held.isDone ? [] : [['contract tests', held.output]]);
}

/** What fails of a copy with these members: its types, what is made from lists, or the proof of a point. */
async function faultsOf(root: string, members: readonly DummyMember[]): Promise<Faults> {
  for (const member of members) await add(root, member);
  const types = await run(root, [TSC, '-b']);
  if (!types.isDone) return new Map([['types', types.output]]);
  for (const script of GENERATORS) {
    const made = await run(root, [join(root, 'scripts', script)]);
    if (!made.isDone) return new Map([[script, made.output]]);
  }
  const config = ['--config', 'test/contract/dummies/vitest.config.ts'];
  const report = join(root, 'report.json');
  await run(root, [VITEST, 'run', ...config, '--reporter=json', `--outputFile=${report}`]);
  const { testResults } = JSON.parse(await readFile(report, 'utf8'));
  const wanted = new Set(members.map(({ point }) => point));
  const faults = new Map<string, string>();
  for (const { title, status, failureMessages } of testResults[0].assertionResults)
    if (wanted.has(title) && status !== 'passed') faults.set(title, failureMessages.join('\n'));
  return faults;
}

describe('one new file and one line', () => {
  const settled = DUMMIES.filter(({ pending }) => !pending);
  let faults: Faults;
  beforeAll(async () => {
    const root = await copyOfRepository();
    faults = await faultsOf(root, settled);
    if (faults.size === 0) faults = await faultsOfContracts(root);
  }, 300_000);

  test('pass the type check, and the tests that walk the lists', () => {
    const points = new Set(settled.map(({ point }) => point));
    const others = [...faults].filter(([name]) => !points.has(name));
    expect(others.map(([name, output]) => `${name}: ${output}`).join('\n')).toBe('');
  });
  test.each(settled)('add a $point', ({ point }) => {
    expect(faults.get(point) ?? '').toBe('');
  });

  const open = DUMMIES.filter(({ pending }) => pending);
  test.each(open)(
    'do not add a $point yet: $pending',
    async member => {
      const rest = await faultsOf(await copyOfRepository(), [member]).catch(
        error => new Map([['list', String(error)]]),
      );
      expect(rest.size, 'it is enough now: take `pending` away').toBeGreaterThan(0);
    },
    300_000,
  );
});
