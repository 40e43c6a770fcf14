import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CancelledError } from '../../src/protocol/rpc';
import { EngineClient, type EngineProcess } from '../../src/session/engineClient';
import { lintFiles } from '../../src/session/lintQueue';
import { FileTooLargeError, locate } from '../../src/session/location';
import { createSession } from '../../src/session/session';
import { TensorDocument } from '../../src/session/tensorDocument';
import { WorkspaceLint } from '../../src/session/workspaceLint';
import { MemoryWorkspace } from './support/memoryWorkspace';
import { npyBytes } from './support/npy';
import { safetensorsBytes } from './support/safetensors';
import { TestEngine } from './support/testEngine';

const BAD = npyBytes([1, 3, 4, 4], new Array(48).fill(0.5));
/** Values that no rule minds: of a picture, and not all the same. */
const FINE = Array.from({ length: 48 }, (_, i) => i / 48);
const GOOD = npyBytes([1, 4, 4, 3], FINE);
const NOT_FINITE = npyBytes([1, 4, 4, 3], [Number.NaN, ...FINE.slice(1)]);
const LARGE_NOT_FINITE = npyBytes(
  [1, 64, 64, 3],
  [Number.NaN, ...new Array<number>(64 * 64 * 3 - 1).fill(0.5)],
);
const TWO = safetensorsBytes({
  image: { shape: [1, 4, 4, 3], values: [Number.NaN, ...FINE.slice(1)] },
  mask: { shape: [1, 4, 4], values: FINE.slice(0, 16) },
});
const { signal } = new AbortController();

describe('the check of a workspace', () => {
  beforeEach(
    () =>
      void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true }),
  );
  afterEach(() => vi.useRealTimers());

  function start() {
    const workspace = new MemoryWorkspace();
    const session = createSession(workspace, new TestEngine());
    const image = workspace.put('/project/image.npy', BAD);
    const other = workspace.put('/project/old/image.npy', BAD);
    const count = (uri: typeof image) => session.findings.of(uri).length;
    return { workspace, session, image, other, count, lint: new WorkspaceLint(session, () => {}) };
  }

  test('reads what settings and project files leave', async () => {
    const { workspace, lint, image, other, count } = start();
    workspace.put('/project/tensor-loupe.json', JSON.stringify({ exclude: ['old/**'] }));
    await lint.start();
    expect([count(image) > 0, count(other)]).toEqual([true, 0]);
  });

  test('reads no project file of a workspace that is not trusted', async () => {
    const { workspace, lint, other, count } = start();
    workspace.isTrusted = false;
    workspace.put('/project/tensor-loupe.json', JSON.stringify({ exclude: ['old/**'] }));
    await lint.start();
    expect(count(other)).toBeGreaterThan(0);
  });

  test('follows what changes, comes and goes', async () => {
    const { workspace, lint, session, image, count } = start();
    await lint.start();
    const heard = new Promise<void>(resolve => {
      session.findings.onDidChange(() => resolve());
    });
    workspace.put('/project/image.npy', GOOD);
    vi.runAllTimers();
    await heard;
    expect(count(image)).toBe(0);
    workspace.put('/project/image.npy', null);
    expect(count(image)).toBe(0);
  });

  test('reads the values of small files, and remembers them without reading a byte', async () => {
    const { workspace, session, lint } = start();
    const nan = workspace.put('/project/image_nan.npy', NOT_FINITE);
    const large = workspace.put('/project/image_large.npy', LARGE_NOT_FINITE);
    workspace.set('lint.valuesUpTo', 0.01);
    await lint.start();
    const rules = (of: typeof session, uri: typeof nan) => of.findings.of(uri).map(f => f.rule);
    expect(rules(session, nan)).toContain('image/not-finite');
    expect([nan, large].map(uri => session.findings.hasValues(uri))).toEqual([true, false]);
    await lintFiles(session, [large], { values: true, isBackground: false, signal });
    expect(rules(session, large)).toContain('image/not-finite');
    session.dispose();

    const engine = new TestEngine();
    const next = createSession(workspace, engine);
    workspace.put('/project/image_nan.npy', GOOD);
    await new WorkspaceLint(next, () => {}).start();
    expect(rules(next, large)).toContain('image/not-finite');
    expect(rules(next, nan)).toEqual([]);
    expect(next.findings.hasValues(nan)).toBe(true);
    // Three files are known; the one that changed is read, header first.
    expect(engine.calls.filter(method => method === 'lint')).toHaveLength(2);

    const updated = new MemoryWorkspace();
    Object.assign(updated, { version: '2.0.0', state: workspace.state, files: workspace.files });
    const later = createSession(updated, new TestEngine());
    updated.set('lint.run', 'onOpen');
    await new WorkspaceLint(later, () => {}).start();
    expect(rules(later, large)).toEqual([]);
  });

  test('an opened file keeps what is known of values that nobody has read again', async () => {
    const { workspace, session } = start();
    const uri = workspace.put('/project/two.safetensors', TWO);
    await lintFiles(session, [uri], { values: true, isBackground: false, signal });
    const found = () => session.findings.of(uri).map(({ rule, tensor }) => `${rule} ${tensor}`);
    expect(found()).toEqual(['image/not-finite image']);
    const document = new TensorDocument(uri, session);
    session.documents.add(document);
    await document.open();
    expect(found()).toEqual(['image/not-finite image']);
    expect(document.hasValues()).toBe(true);
    await document.checkValues([1]);
    expect(found()).toEqual(['image/not-finite image']);
  });

  test('does nothing where it is switched off', async () => {
    const { workspace, lint, image, count } = start();
    workspace.set('lint.run', 'onOpen');
    await lint.start();
    expect(count(image)).toBe(0);
  });
});

describe('the engine’s client', () => {
  function processes() {
    const started: { fail(error: Error): void; exit(code: number): void }[] = [];
    const start = (): EngineProcess => {
      let fail = (_: Error) => {};
      let exit = (_: number) => {};
      started.push({ fail: error => fail(error), exit: code => exit(code) });
      return {
        post: () => {},
        onMessage: () => {},
        onError: listener => (fail = listener),
        onExit: listener => (exit = listener),
        terminate: () => {},
      };
    };
    return { started, start };
  }

  test('starts with the first call, and anew after a crash, whose calls end', async () => {
    const { started, start } = processes();
    const client = new EngineClient(start, new MemoryWorkspace().log, () => {});
    expect(client.generation).toBe(0);
    const first = client.call('close', { fileId: 1 });
    expect([client.generation, started.length]).toEqual([1, 1]);
    started[0]!.fail(new Error('out of memory'));
    await expect(first).rejects.toThrow(/The engine stopped: out of memory/);
    const second = client.call('close', { fileId: 1 });
    expect([client.generation, started.length]).toEqual([2, 2]);
    client.dispose();
    await expect(second).rejects.toBeInstanceOf(CancelledError);
  });
});

describe('a file that can only be read whole', () => {
  test('is asked for above the limit', async () => {
    const workspace = new MemoryWorkspace();
    const uri = workspace.put('/project/large.npy', new Uint8Array(2 * 2 ** 20));
    workspace.set('virtualFiles.maxSize', 1);
    await expect(locate(workspace, uri)).rejects.toBeInstanceOf(FileTooLargeError);
    workspace.answer = 'Read It Whole';
    expect(await locate(workspace, uri)).toMatchObject({ type: 'bytes', name: 'large.npy' });
  });
});
