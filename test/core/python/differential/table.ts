import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Real } from '../realValues';
import { runBatch } from './main';
import { ALL_TEMPLATES, makeOperation, type Program } from './programs';

/** One operation on given shapes, and what torch made of it. */
export interface Row {
  readonly code: string;
  /** Shapes of the inputs, all of them float32. */
  readonly in: Program['seeds'];
  /** `torch float32 2,3`, or a description of anything else. */
  readonly out?: string | Real;
  /** What Python raised: the kind alone, as texts differ from release to release. */
  readonly error?: string;
}

const HERE = dirname(fileURLToPath(import.meta.url));
/** Where the table lies. */
export const TABLE = join(HERE, 'torchTable.jsonl');
const SCRIPT = join(HERE, 'run.py');
const ROWS_PER_TEMPLATE = 24;

/** The rows that are checked in. */
export function readTable(): Row[] {
  const lines = readFileSync(TABLE, 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line) as Row);
}

/** The rows as torch gives them now; the same ones each time. */
export function makeTable(python: string): Row[] {
  const programs = new Map<string, Program>();
  for (const template of ALL_TEMPLATES.keys()) {
    for (let i = 0; i < ROWS_PER_TEMPLATE; i++) {
      const program = makeOperation(template, 1 + template * 1000 + i);
      if (program) programs.set(JSON.stringify([program.seeds, program.lines[0]]), program);
    }
  }
  const list = [...programs.values()];
  return runBatch(python, SCRIPT, list).map(({ error, vars }, i) => {
    const { seeds, lines } = list[i]!;
    const row = { code: lines[0]!.replace('v0 = ', ''), in: seeds };
    return error ? { ...row, error: error.split(':')[0]! } : { ...row, out: packed(vars.v0!) };
  });
}

export const tableText = (rows: readonly Row[]): string =>
  rows.map(row => `${JSON.stringify(row)}\n`).join('');

function packed(real: Real): string | Real {
  const { kind, library, dtype, shape } = real;
  return kind === 'tensor' ? `${library} ${dtype} ${shape!.join()}` : real;
}

/** What a row says came out. */
export function unpacked(out: string | Real): Real {
  if (typeof out !== 'string') return out;
  const [library, dtype, shape] = out.split(' ');
  return { kind: 'tensor', library, dtype, shape: shape ? shape.split(',').map(Number) : [] };
}
