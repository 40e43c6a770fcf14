import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pythonHas } from '../../support/python';
import { readInferenceCases } from './inference';
import { disagreement, type RealValue } from './revealed';

interface RealRun {
  readonly sizes: Readonly<Record<string, readonly number[]>>;
  readonly seen: readonly (readonly [line: number, value: RealValue])[];
  readonly errors: readonly (readonly [lines: readonly number[], message: string])[];
}

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'runInference.py');
const PYTHON = process.env.TENSOR_LOUPE_PYTHON ?? '/usr/bin/python3';
/** Findings that say that torch or Python will raise; for the rest the block runs. */
const RAISING = /permute-rank|index-rank|cat-rank|mask-broadcast|interpolate-rank|truthiness/;

function runOnTorch(texts: readonly string[]): RealRun[][] {
  const input = texts
    .map(text => text.replace(/^(\s*)reveal_(\d+) = (.*)$/gm, '$1reveal_at($2, ($3))'))
    .map(text => JSON.stringify({ text }))
    .join('\n');
  const output = execFileSync(PYTHON, [SCRIPT], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  return output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as RealRun[]);
}

describe.runIf(pythonHas('torch'))('what the inference tests expect', () => {
  it('is what torch does', () => {
    const cases = readInferenceCases();
    const runs = runOnTorch(cases.map(item => item.text));
    const wrong: string[] = [];
    cases.forEach((item, i) => {
      const raising = new Set(
        item.findings.filter(x => RAISING.test(x)).map(x => Number.parseInt(x, 10)),
      );
      for (const run of runs[i]!) {
        for (const [line, real] of run.seen) {
          const reveal = item.reveals.find(entry => entry.line === line)!;
          const why = disagreement(reveal.expected, real, run.sizes);
          if (why) wrong.push(`${item.file}:${reveal.source} ${reveal.expected}: ${why}`);
        }
        for (const [lines, message] of run.errors) {
          if (!lines.some(line => raising.has(line) || item.mayRaise.includes(line)))
            wrong.push(`${item.file} ${item.title}: raised ${message}`);
        }
      }
      for (const line of raising) {
        if (!runs[i]!.some(run => run.errors.some(([lines]) => lines.includes(line))))
          wrong.push(`${item.file} ${item.title}: line ${line} of the module never raises`);
      }
    });
    expect([...new Set(wrong)]).toEqual([]);
  });
});
