import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/core/python/analyse';
import type { State } from '../../../src/core/python/domain/state';
import type { Value } from '../../../src/core/python/domain/value';
import { python, pythonHas } from '../../support/python';
import { CORPUS_FOLDER, type CorpusFile, readCorpus } from './corpus';
import { mismatch, type Real } from './realValues';

/** What a class of the corpus did on real tensors, as runCorpus.py prints it. */
interface RealRun {
  readonly file: string;
  readonly name: string;
  readonly variant: number;
  readonly state: 'ran' | 'raised' | 'undefined';
  readonly error?: string;
  readonly sizes: Readonly<Record<string, number>>;
  readonly line: number | null;
  readonly vars: Readonly<Record<string, Real>>;
  readonly result: Real;
  readonly isSound: boolean;
}

interface InferredReturn {
  readonly name: string;
  readonly fromLine: number;
  readonly toLine: number;
  readonly value: Value;
  readonly state: State;
}

/** Rules whose findings say that Python or torch will raise. */
const RAISING = /permute-rank|index-rank|cat-rank|interpolate-rank|truthiness|mask-broadcast/;
/** Sound whatever the sizes, but not for the checks of this test: they return what no slot is declared for. */
const LOOSE =
  /^(return_dict|return_arity|return_bare|ui_in_tuple|image_empty|return_none|none_in_slot) Ok/;

function inferReturns(text: string): InferredReturn[] {
  const found: InferredReturn[] = [];
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  analyse(text, {
    timeLimitMs: 60_000,
    observe: (node, value, state, statement) => {
      const [fromLine, toLine] = [lineOf(statement.from), lineOf(statement.to)];
      found.push({ name: node.definition.name, fromLine, toLine, value, state });
    },
  });
  return found;
}

/** The rules that the comments inside one class ask for. */
function rulesIn(file: CorpusFile, name: string): string {
  const body = new RegExp(`^class ${name}\\(.*?(?=^class |(?![^]))`, 'ms').exec(file.text)?.[0];
  return (body?.match(/# expect: .*/g) ?? []).join();
}

/** Why the real values are none of the inferred ones; null where they are. */
function disagreement(run: RealRun, returns: readonly InferredReturn[]): string | null {
  const here = returns.filter(
    item => item.name === run.name && item.fromLine <= run.line! && item.toLine >= run.line!,
  );
  if (here.length === 0) return null;
  const sizes = new Map(Object.entries(run.sizes));
  const reasons = here.map(({ value, state }) => {
    const whole = mismatch(value, run.result, sizes, state);
    if (whole) return `result: ${whole}`;
    for (const [name, real] of Object.entries(run.vars)) {
      const ours = state.vars.get(name);
      const why = ours && mismatch(ours, real, sizes, state);
      if (why) return `${name}: ${why}`;
    }
    return null;
  });
  return reasons.includes(null) ? null : reasons[0]!;
}

const hasTorch = pythonHas('torch');
const title = hasTorch
  ? 'the corpus on real tensors'
  : 'the corpus on real tensors: left out, because this Python has no torch (Debian: python3-torch)';

describe.skipIf(!hasTorch)(title, async () => {
  const script = readFileSync(new URL('runCorpus.py', import.meta.url), 'utf8');
  const output = hasTorch ? await python(script, CORPUS_FOLDER) : '';
  const runs = output
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as RealRun);

  it.each(readCorpus())('$name: every shape is what was inferred', file => {
    const returns = inferReturns(file.text);
    const wrong = runs
      .filter(run => run.file === file.name && run.state === 'ran' && run.line !== null)
      .flatMap(run => {
        const why = disagreement(run, returns);
        return why ? [`${run.name}, inputs ${run.variant}, line ${run.line}: ${why}`] : [];
      });
    expect(wrong).toEqual([]);
  });

  it.each(readCorpus())('$name: what is said to raise raises, what is sound runs', file => {
    const wrong: string[] = [];
    const names = new Set(runs.filter(run => run.file === file.name).map(run => run.name));
    for (const name of names) {
      const own = runs.filter(run => run.file === file.name && run.name === name);
      const known = own.filter(run => run.state !== 'undefined');
      const mustRaise = RAISING.test(rulesIn(file, name));
      if (known.length === 0) continue;
      if (mustRaise && !known.some(run => run.state === 'raised'))
        wrong.push(`${name} never raised`);
      if (!/^Ok/.test(name) || known.length < own.length || LOOSE.test(`${file.name} ${name}`))
        continue;
      if (!known.some(run => run.state === 'ran' && run.isSound))
        wrong.push(
          `${name} is not sound: ${known.map(run => run.error ?? JSON.stringify(run.result))}`,
        );
    }
    expect(wrong).toEqual([]);
  });

  it('runs enough of the corpus for this to mean something', () => {
    expect(runs.filter(run => run.state === 'ran').length).toBeGreaterThan(1000);
  });
});
