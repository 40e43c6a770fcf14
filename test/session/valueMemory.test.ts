import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Finding } from '../../src/core/findings';
import { KindStore } from '../../src/session/kindStore';
import { ValueMemory } from '../../src/session/valueMemory';
import { MemoryWorkspace, uriOf } from './support/memoryWorkspace';

const A = uriOf('/project/a.npy');
const FINDING = { rule: 'mask/rank', severity: 'error', tensor: null, message: 'x', fix: null };
const FINDINGS = [FINDING] as unknown as readonly Finding[];
const OVERRIDES = { relativePath: 'a.npy', kinds: [], contracts: [], rules: {} };

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

test('what values said is known for that stamp alone, in the next session too', () => {
  const workspace = new MemoryWorkspace();
  const memory = new ValueMemory(workspace);
  memory.put(A, 'now', FINDINGS);
  expect(memory.of(A, 'now')).toEqual(FINDINGS);
  expect(memory.of(A, 'later')).toBeUndefined();
  expect(memory.of(uriOf('/project/b.npy'), 'now')).toBeUndefined();
  memory.dispose();
  const next = new ValueMemory(workspace);
  expect(next.of(A, 'now')).toEqual(FINDINGS);
  expect(next.uris.map(String)).toEqual([String(A)]);
});

test('what cannot be told from a change, or says too much, is not kept, and forgets what was', () => {
  const memory = new ValueMemory(new MemoryWorkspace());
  memory.put(A, 'now', FINDINGS);
  memory.put(A, null, FINDINGS);
  expect(memory.of(A, 'now')).toBeUndefined();
  memory.put(A, 'now', FINDINGS);
  memory.put(A, 'now', [{ ...FINDINGS[0]!, message: 'x'.repeat(16 * 1024) }]);
  expect(memory.of(A, 'now')).toBeUndefined();
});

test('files whose tensors lie in others have no stamp, nor has one that is gone', async () => {
  const workspace = new MemoryWorkspace();
  const memory = new ValueMemory(workspace);
  const stampOf = async (name: string) => {
    const uri = workspace.put(`/project/${name}`, new Uint8Array(4));
    return memory.stampOf(uri, OVERRIDES);
  };
  expect(await stampOf('a.npy')).not.toBeNull();
  expect(await stampOf('model-00001-of-00002.safetensors')).toBeNull();
  expect(await stampOf('model.safetensors.index.json')).toBeNull();
  expect(await memory.stampOf(uriOf('/project/gone.npy'), OVERRIDES)).toBeNull();
});

test('a stamp tells what the user has said of a file apart', async () => {
  const workspace = new MemoryWorkspace();
  workspace.put('/project/a.npy', new Uint8Array(4));
  const memory = new ValueMemory(workspace);
  const plain = await memory.stampOf(A, OVERRIDES);
  expect(await memory.stampOf(A, OVERRIDES)).toBe(plain);
  expect(await memory.stampOf(A, { ...OVERRIDES, rules: { 'mask/rank': 'off' } })).not.toBe(plain);
});

test('a kind that was chosen is held to until it is taken back, "none" like any other', async () => {
  const kinds = new KindStore(new MemoryWorkspace().state);
  await kinds.choose(A, 'x', 'MASK');
  await kinds.choose(A, 'y', null);
  await kinds.choose(A, 'x', 'IMAGE');
  expect(kinds.of(A)).toEqual([
    { tensor: 'y', kind: null },
    { tensor: 'x', kind: 'IMAGE' },
  ]);
  await kinds.choose(A, 'x', 'auto');
  expect(kinds.of(A)).toEqual([{ tensor: 'y', kind: null }]);
});
