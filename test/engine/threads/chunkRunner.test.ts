import { afterEach, expect, it, vi } from 'vitest';
import { inlineRunner } from '../../../src/core/tensor/statsChunk';
import { ChunkPool } from '../../../src/engine/node/threads/chunkPool';
import { createRunner } from '../../../src/engine/node/threads/chunkRunner';

afterEach(() => vi.unstubAllGlobals());

it('uses no threads where memory cannot be shared, their program is missing, or there is one processor', () => {
  // Any file that is there: no thread starts before there is work.
  const places = [import.meta.url];
  expect(createRunner(4, places)).toBeInstanceOf(ChunkPool);
  expect(createRunner(1, places)).toBe(inlineRunner);
  expect(createRunner(4, ['missing.js'])).toBe(inlineRunner);
  vi.stubGlobal('SharedArrayBuffer', undefined);
  expect(createRunner(4, places)).toBe(inlineRunner);
});
