import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import type { ReportFile } from '../../../src/core/lint/report';
import { sarifLog } from '../../../src/core/lint/sarif';
import { findingsOf } from './support';

const FILES: readonly ReportFile[] = [
  {
    file: 'dumps/a file#1.safetensors',
    findings: findingsOf({
      tensors: { image: [1, 3, 64, 48], mask: [9, 9], 'a\u0001b/mask': [4] },
    }),
  },
  {
    file: 'nodes/mine.py',
    findings: [
      {
        rule: 'python/return-bare',
        severity: 'error',
        message: 'one tensor is returned, not a tuple',
        line: 12,
        column: 9,
        endLine: 12,
        endColumn: 21,
      },
    ],
  },
  {
    file: 'C:\\data\\cut.npy',
    findings: [
      { rule: 'file/unreadable', severity: 'error', message: 'cut', tensor: null, byteOffset: 10 },
      { rule: 'tensor/constant', severity: 'hint', message: 'all 0', tensor: '' },
    ],
  },
];

async function validator() {
  const path = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const { $schema: _, id: __, ...schema } = JSON.parse(await readFile(path, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  return ajv.compile(schema);
}

test('a log with tensor, Python and file findings is valid SARIF 2.1.0', async () => {
  const validate = await validator();
  const log = sarifLog(FILES, { version: '0.1.0', docsBase: 'https://example.org/blob/main' });
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
});

test('a log without files or a docs address is valid too', async () => {
  const validate = await validator();
  expect(validate(sarifLog([], { version: '0.1.0' }))).toBe(true);
});

test('the schema does refuse what is not SARIF', async () => {
  const validate = await validator();
  const log = structuredClone(sarifLog(FILES, { version: '0.1.0' })) as { runs: unknown[] };
  log.runs = [{ tool: {} }];
  expect(validate(log)).toBe(false);
});

type Log = {
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    artifacts: { location: { uri: string } }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      locations: {
        physicalLocation: { artifactLocation: { uri: string }; region?: object };
        logicalLocations?: { fullyQualifiedName: string }[];
      }[];
    }[];
  }[];
};

test('results point at their rule, their file and their place', () => {
  const run = (sarifLog(FILES, { version: '0.1.0' }) as Log).runs[0]!;
  for (const result of run.results)
    expect(run.tool.driver.rules[result.ruleIndex]!.id).toBe(result.ruleId);
  expect(run.artifacts.map(item => item.location.uri)).toEqual([
    'dumps/a%20file%231.safetensors',
    'nodes/mine.py',
    'file:///C:/data/cut.npy',
  ]);
  const python = run.results.find(result => result.ruleId === 'python/return-bare')!;
  expect(python.locations[0]!.physicalLocation.region).toEqual({
    startLine: 12,
    startColumn: 9,
    endLine: 12,
    endColumn: 21,
  });
  const cut = run.results.find(result => result.ruleId === 'file/unreadable')!;
  expect(cut.locations[0]!.physicalLocation.region).toEqual({ byteOffset: 10 });
  const image = run.results.find(result => result.ruleId === 'image/channel-first')!;
  expect(image.locations[0]!.logicalLocations).toEqual([
    { fullyQualifiedName: 'image', kind: 'member' },
  ]);
  expect(run.results.at(-1)!.level).toBe('note');
});
