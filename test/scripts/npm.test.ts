import { describe, expect, test } from 'vitest';
import { importScript } from '../support/scripts';

interface Lock {
  packages: Record<string, { version?: string; optional?: boolean }>;
}
const { staleReason } = await importScript<{
  staleReason(wanted: Lock, installed: Lock): string | undefined;
}>('lib/npm.mjs');

const lock = (packages: Lock['packages']): Lock => ({ packages: { '': {}, ...packages } });
const wanted = lock({
  'node_modules/lit': { version: '3.3.3' },
  'node_modules/fsevents': { version: '2.3.3', optional: true },
});

describe('whether packages must be installed', () => {
  test.each([
    ['all is there', { 'node_modules/lit': { version: '3.3.3' } }, undefined],
    ['one is missing', {}, 'node_modules/lit is missing'],
    ['one is of another version', { 'node_modules/lit': { version: '3.0.0' } }, /lit is 3\.0\.0/],
  ])('%s', (_, packages, reason) => {
    const found = staleReason(wanted, lock(packages));
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(reason);
  });
});
