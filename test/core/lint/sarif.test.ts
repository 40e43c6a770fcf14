import { expect, test } from 'vitest';
import { sarifLog } from '../../../src/core/lint/sarif';

interface Result {
  readonly properties?: Readonly<Record<string, string>>;
}

test('a finding tells what it knows as properties, and nothing where it knows nothing', () => {
  const finding = { rule: 'mask/rank', severity: 'error', tensor: 'm', message: 'x' } as const;
  const told = { found: '[9]', expected: '[B,H,W]', why: 'w', fix: 'addBatch', torch: 'm = m' };
  const files = [{ file: 'a.npy', findings: [{ ...finding, ...told }, finding] }];
  const log = sarifLog(files, { version: '1.0.0' }) as unknown as { runs: { results: Result[] }[] };
  const { fix: conversion, ...same } = told;
  expect(log.runs[0]!.results.map(({ properties }) => properties)).toEqual([
    { ...same, conversion },
    undefined,
  ]);
});
