import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../src/core/contracts/index';
import type { Finding, Severity } from '../../../src/core/findings';
import { COARSE_BYTES, firstPicture, firstToShow } from '../../../src/core/present/firstPicture';

function tensor(kind: Kind | null, shape: readonly number[], numeric = true) {
  const classification = { kind, evidence: [], because: '', candidates: [] };
  return { name: 'x', dtype: 'F32', shape, classification, numeric, decodable: true };
}

describe('the first picture', () => {
  test('of an IMAGE has its colours', () => {
    const request = firstPicture([tensor('IMAGE', [2, 16, 32, 3])], []);
    expect(request).toMatchObject({
      axes: { rows: 1, columns: 2, channels: 3 },
      channels: [0, 1, 2],
      index: [0, 0, 0, 0],
      maxWidth: 32,
      maxHeight: 16,
    });
  });

  test('of a LATENT has all its channels', () => {
    const request = firstPicture([tensor('LATENT', [2, 16, 96, 128])], []);
    expect(request).toMatchObject({
      axes: { rows: 2, columns: 3, channels: 1 },
      channels: Array.from({ length: 16 }, (_, channel) => channel),
      maxWidth: 128,
      maxHeight: 96,
    });
  });

  test.each([
    [null, [51_200, 51_200], 1],
    [null, [2, 10_000_000], 1],
    ['IMAGE', [1, 512, 512, 3], 3],
  ] as const)('of a %s of %j keeps to its bytes', (kind, shape, channels) => {
    const request = firstPicture([tensor(kind, shape)], [])!;
    const bytes = request.maxWidth * request.maxHeight * channels * 4;
    expect(bytes).toBeLessThanOrEqual(COARSE_BYTES);
    expect(bytes).toBeGreaterThan(COARSE_BYTES * 0.9);
  });

  test.each([
    ['of a LATENT of many channels', [tensor('LATENT', [1, 64, 256, 256])]],
    ['of a MASK over an IMAGE', [tensor('MASK', [1, 8, 8]), tensor('IMAGE', [1, 8, 8, 3])]],
    ['of a vector', [tensor(null, [100])]],
    ['of nothing', [tensor(null, [0, 4])]],
    ['of strings', [tensor(null, [4, 4], false)]],
    ['of an empty file', []],
  ])('%s is not told beforehand', (_, tensors) => {
    expect(firstPicture(tensors, [])).toBeNull();
  });
});

const finding = (tensor: string, severity: Severity, element?: readonly number[]): Finding => ({
  ...{ rule: 'tensor/not-finite', severity, tensor, message: '' },
  ...(element ? { element } : {}),
});
const named = (name: string, shape: readonly number[]) => ({ ...tensor('IMAGE', shape), name });

test('a file with findings opens with the worst, at its first bad element', () => {
  const tensors = [
    ...[named('clean', [1, 8, 8, 3]), named('empty', [0, 8, 8, 3])],
    ...[named('warned', [1, 8, 8, 3]), named('broken', [4, 16, 32, 3])],
  ];
  const findings = [
    ...[finding('warned', 'warning'), finding('empty', 'error'), finding('clean', 'info')],
    finding('broken', 'error', [2, 5, 6, 1]),
  ];
  expect(firstToShow(tensors, findings)).toBe(3);
  expect(firstPicture(tensors, findings)).toMatchObject({ index: [2, 0, 0, 0], maxWidth: 32 });
  expect(firstToShow(tensors, findings.slice(0, 3))).toBe(2);
  expect(firstToShow(tensors, findings.slice(1, 3))).toBe(0);
});
