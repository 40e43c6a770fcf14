import { openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from './inputs';
import { Random } from './random';

/** More than this over what it had before one input is a finding. */
const MAX_GROWTH_BYTES = 500 * 1024 * 1024;
const REPORT_MILLISECONDS = 2000;

interface Job {
  readonly format: string;
  readonly firstSeed: number;
  readonly lastSeed: number;
  /** The seed being run is written here, so that the parent knows it after a hang or a death. */
  readonly statusFile: string;
  readonly findings: string;
  /** Only writes the input of the first seed to `findings`: for one that a hang or a death did not save. */
  readonly dump?: boolean;
}

const job = JSON.parse(process.argv[2]!) as Job;
const kind = KINDS[job.format]!();
const status = openSync(job.statusFile, 'w');
const save = (seed: number, input: Uint8Array) =>
  writeFileSync(join(job.findings, `${job.format}-${seed}-${kind.name}`), input);
if (job.dump) {
  save(job.firstSeed, kind.make(new Random(job.firstSeed)));
  process.exit(0);
}
let opened = 0;
let lastReport = Date.now();

for (let seed = job.firstSeed; seed <= job.lastSeed; seed++) {
  writeSync(status, `${seed}\n`.padEnd(24), 0);
  const random = new Random(seed);
  const input = kind.make(random);
  const before = process.resourceUsage().maxRSS;
  try {
    if ((await kind.check(input, random)) === 'opened') opened++;
    const growth = (process.resourceUsage().maxRSS - before) * 1024;
    if (growth > MAX_GROWTH_BYTES) throw new Error(`memory grew by ${growth} bytes`);
  } catch (error) {
    save(seed, input);
    process.send?.({ finding: { seed, message: String((error as Error)?.stack ?? error) } });
  }
  if (Date.now() - lastReport > REPORT_MILLISECONDS) {
    lastReport = Date.now();
    process.send?.({ progress: { seed, opened } });
  }
}
// One past the last seed: done, even where the message below is lost with the process.
writeSync(status, `${job.lastSeed + 1}\n`.padEnd(24), 0);
process.send?.({ done: { seed: job.lastSeed, opened } }, () => process.exit(0));
