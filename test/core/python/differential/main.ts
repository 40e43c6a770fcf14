import { spawnSync } from 'node:child_process';
import { compareProgram, emptyTally, type Outcome } from './compare';
import { makeProgram, type Program } from './programs';

const BATCH = 10_000;

/** The code that torch runs: after each simple statement a mark that it was reached. */
function marked(program: Program): string {
  return program.lines
    .flatMap((line, i) => {
      const indent = /^ */.exec(line)![0];
      const opens = /:$/.test(line) || /^\s*return\b/.test(line);
      return opens ? [line] : [line, `${indent}_t.append(${i})`];
    })
    .join('\n');
}

/** What torch did with each program, in order. `script` is run.py. */
export function runBatch(python: string, script: string, programs: readonly Program[]): Outcome[] {
  const input = programs
    .map(item => JSON.stringify({ seeds: item.seeds, code: marked(item) }))
    .join('\n');
  const done = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${python} failed: ${done.stderr.slice(-2000)}`);
  return done.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Outcome);
}

/** Runs `count` random programs on torch and on the checker; prints the disagreements. */
export function main(args: readonly string[], script: string): number {
  const [count = 2000, firstSeed = 1] = args.map(Number);
  const python = process.env.PYTHON ?? 'python3';
  const tally = emptyTally();
  let ran = 0;
  for (let start = 0; start < count; start += BATCH) {
    const seeds = Array.from(
      { length: Math.min(BATCH, count - start) },
      (_, i) => firstSeed + start + i,
    );
    const programs = seeds.map(makeProgram);
    const outcomes = runBatch(python, script, programs);
    outcomes.forEach((outcome, i) => {
      if (outcome.error === null) ran++;
      compareProgram(programs[i]!, outcome, tally);
    });
  }
  console.log(tally.disagreements.slice(0, 25).join('\n\n'));
  const known = ((100 * tally.knownRanks) / Math.max(tally.values, 1)).toFixed(1);
  console.log(
    `${tally.programs} programs, ${ran} ran to the end, ${tally.values} values compared, ${known} % tensors of known rank, ${tally.disagreements.length} disagreements`,
  );
  return tally.disagreements.length > 0 ? 1 : 0;
}
