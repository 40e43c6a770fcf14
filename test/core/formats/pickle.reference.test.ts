import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { ALL_OPCODES } from '../../../src/core/formats/pickle/opcodes';
import { scanPickles } from '../../../src/core/formats/pickle/scanPickles';
import { openZip } from '../../../src/core/formats/zip';
import { verbatim } from '../../../src/core/l10n';
import { casePath } from '../../support/cases';
import { pythonLines } from '../../support/python';

const ORACLE = readFileSync(join(import.meta.dirname, 'pickleOracle.py'), 'utf8');
const ROUNDS = 40;
const PER_ROUND = 500;

interface Verdict {
  readonly loaded: boolean;
  readonly calls: number;
  readonly names: readonly (readonly [string, string])[];
}

const seeds = await pickleSeeds();

/** Pickles as Python wrote them, of every protocol: what the fixtures and the reference archives hold. */
async function pickleSeeds(): Promise<Uint8Array[]> {
  const path = join(import.meta.dirname, 'fixtures', 'torchPickles.json');
  const written = Object.values(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
  const archive = await openZip(
    memorySource(new Uint8Array(readFileSync(casePath('pickles', 'frame_cuts_opcode.pt')))),
  );
  const entry = archive.get('archive/data.pkl')!;
  const attack = await entry.source().read(0, entry.uncompressedSize);
  return [...written.map(text => new Uint8Array(Buffer.from(text, 'base64'))), attack];
}

/** An opcode with an argument of about the right form, so that programs run far before they fail. */
const instruction = fc
  .tuple(
    fc.constantFrom(...ALL_OPCODES.flatMap(opcode => (opcode ? [opcode] : []))),
    fc.nat({ max: 12 }),
    fc.constantFrom('os', 'posix', 'system', '1', '0', '01', "'a'", 'L', '2L', '-3', 'nan', '1.5'),
  )
  .map(([{ code, name }, small, text]) => [code, ...argument(name, small, text)]);

function argument(name: string, small: number, text: string): number[] {
  const bytes = [...Buffer.from(text)];
  if (/^(GLOBAL|INST)$/.test(name)) return [...Buffer.from(`os\n${text}\n`)];
  if (/^(INT|LONG|FLOAT|STRING|UNICODE|GET|PUT|PERSID)$/.test(name)) return [...bytes, 10];
  if (/^SHORT_BIN/.test(name)) return [bytes.length, ...bytes];
  if (/^(BININT1|BINPUT|BINGET|LONG1)$/.test(name)) return [small];
  if (name === 'PROTO') return [small % 6];
  if (name === 'BININT2') return [small, 0];
  if (/^(BININT|LONG_BINPUT|LONG_BINGET)$/.test(name)) return [small, 0, 0, 0];
  if (/^(BINUNICODE|BINBYTES|BINSTRING)$/.test(name)) return [bytes.length, 0, 0, 0, ...bytes];
  if (/^(BINUNICODE8|BINBYTES8|BYTEARRAY8)$/.test(name))
    return [bytes.length, 0, 0, 0, 0, 0, 0, 0, ...bytes];
  if (name === 'FRAME') return [small, 0, 0, 0, 0, 0, 0, 0];
  return [];
}

const assembled = fc
  .array(instruction, { minLength: 2, maxLength: 24 })
  .map(program => new Uint8Array([0x80, 4, ...program.flat(), 0x2e]));

/** A sound pickle with some bytes replaced, put in or taken out, a frame among them. */
const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(
      fc.tuple(fc.nat(), fc.nat({ max: 255 }), fc.constantFrom('set', 'insert', 'remove', 'frame')),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([seed, edits]) => {
    const bytes = [...seed];
    for (const [at, value, edit] of edits) {
      const place = at % bytes.length;
      if (edit === 'set') bytes[place] = value;
      else if (edit === 'remove') bytes.splice(place, 1);
      else if (edit === 'insert') bytes.splice(place, 0, value);
      else bytes.splice(place, 0, 0x95, value, 0, 0, 0, 0, 0, 0, 0);
    }
    return new Uint8Array(bytes);
  });

test('names what CPython looks up, or refuses', async () => {
  let loadedByBoth = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const pickles = fc.sample(fc.oneof(assembled, mutated), { numRuns: PER_ROUND, seed: round });
    const lines = pickles.map(bytes => Buffer.from(bytes).toString('base64'));
    const verdicts = (await pythonLines(ORACLE, lines)).map(line => JSON.parse(line) as Verdict);
    for (const [i, bytes] of pickles.entries()) {
      const scan = scanPickles(bytes, verbatim('fuzzed'), 1);
      const ours = scan.globals.map(({ module, name }) => `${module} ${name}`);
      const theirs = verdicts[i]!.names.map(([module, name]) => `${module} ${name}`);
      if (scan.failure) continue;
      const hex = Buffer.from(bytes).toString('hex');
      // What getattr reaches is named in its place.
      const missing = theirs.filter(name => !ours.includes(name) && !/ getattr$/.test(name));
      expect(missing, `${hex} names what we do not see`).toEqual([]);
      if (!verdicts[i]!.loaded) continue;
      loadedByBoth++;
      expect(scan.callCount, hex).toBe(verdicts[i]!.calls);
    }
  }
  expect(loadedByBoth).toBeGreaterThan((ROUNDS * PER_ROUND) / 50);
});
