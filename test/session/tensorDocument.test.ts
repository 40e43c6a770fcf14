import { afterEach, expect, test, vi } from 'vitest';
import { lintFiles } from '../../src/session/lintQueue';
import { createSession } from '../../src/session/session';
import { TensorDocument } from '../../src/session/tensorDocument';
import { MemoryWorkspace } from './support/memoryWorkspace';
import { npyBytes } from './support/npy';
import { TestEngine } from './support/testEngine';

const NAME = '/project/image.npy';
const NOT_FINITE = npyBytes([1, 2, 2, 3], [Number.NaN, ...new Array<number>(11).fill(0.5)]);
const BACKGROUND = {
  values: false,
  isBackground: true,
  signal: new AbortController().signal,
} as const;

function start(bytes: Uint8Array = NOT_FINITE) {
  const workspace = new MemoryWorkspace();
  const engine = new TestEngine();
  const session = createSession(workspace, engine);
  const uri = workspace.put(NAME, bytes);
  const document = new TensorDocument(uri, session);
  session.documents.add(document);
  return { workspace, engine, session, uri, document };
}

afterEach(() => vi.useRealTimers());

test('a document opens by its header, and says what is found', async () => {
  const { document, session, uri } = start(npyBytes([1, 3, 4, 4], new Array(48).fill(0.5)));
  await document.open();
  expect(document.file?.tensors[0]?.shape).toEqual([1, 3, 4, 4]);
  expect(document.revision).toBe(1);
  expect(session.findings.of(uri).map(({ rule }) => rule)).toContain('image/channel-first');
});

test('what is asked after the engine stopped is asked of the file opened anew', async () => {
  const { document, engine } = start();
  await document.open();
  const before = document.file?.fileId;
  engine.crash();
  const stats = await document.ask('stats', { tensor: 0, bins: 4 });
  expect(stats.nan).toBe(1);
  expect(document.revision).toBe(2);
  expect(engine.calls.filter(method => method === 'open')).toHaveLength(2);
  // The number belongs to the engine that is gone: it is not closed in the next one.
  expect(engine.calls).not.toContain('close');
  expect(before).toBeDefined();
});

test('a file that is gone is a failure without findings, and comes back', async () => {
  const { document, workspace, session, uri } = start();
  workspace.put(NAME, null);
  await document.open();
  expect(document.file).toBeNull();
  expect(document.failure).not.toBeNull();
  expect(session.findings.of(uri)).toEqual([]);
  workspace.put(NAME, new Uint8Array(4));
  await document.open();
  expect(session.findings.of(uri).map(({ severity }) => severity)).toEqual(['error']);
  workspace.put(NAME, NOT_FINITE);
  await document.open();
  expect(document.failure).toBeNull();
  expect(document.file).not.toBeNull();
});

test('a change of the file opens it anew, once for a burst', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { document, workspace, engine } = start();
  await document.open();
  for (let i = 0; i < 3; i++) workspace.put(NAME, npyBytes([2, 2], [1, 2, 3, 4]));
  vi.runAllTimers();
  await document.opened();
  expect(document.file?.tensors[0]?.shape).toEqual([2, 2]);
  expect(engine.calls.filter(method => method === 'open')).toHaveLength(2);
});

test('a kind that the user chooses opens the file anew under it', async () => {
  const { document, session, uri } = start();
  await document.open();
  const name = document.file!.tensors[0]!.name;
  await session.kinds.choose(uri, name, null);
  await document.opened();
  expect(document.file?.tensors[0]?.classification.kind).toBeNull();
});

test('a background check that began before the file was opened does not take its findings away', async () => {
  const { document, engine, session, uri } = start();
  let release = () => {};
  engine.held.set('lint', new Promise<void>(resolve => (release = resolve)));
  const background = lintFiles(session, [uri], BACKGROUND);
  await document.open();
  await document.checkValues(undefined);
  const found = session.findings.of(uri).map(({ rule }) => rule);
  expect(found).toContain('image/not-finite');
  release();
  await background;
  expect(session.findings.of(uri).map(({ rule }) => rule)).toEqual(found);
});

test('once it is closed, a background check is heard again', async () => {
  const { document, session, uri, workspace } = start();
  await document.open();
  await document.checkValues(undefined);
  document.dispose();
  await lintFiles(session, [uri], BACKGROUND);
  expect(session.findings.of(uri).map(({ rule }) => rule)).toContain('image/not-finite');
  workspace.put(NAME, npyBytes([1, 2, 2, 3], new Array<number>(12).fill(0.5)));
  await lintFiles(session, [uri], BACKGROUND);
  expect(session.findings.of(uri).map(({ rule }) => rule)).not.toContain('image/not-finite');
});

test('what was read of a file that changed meanwhile says nothing of the new one', async () => {
  const { document, engine, workspace, session, uri } = start();
  await document.open();
  let release: () => void = () => undefined;
  engine.held.set('checkValues', new Promise<void>(resolve => (release = resolve)));
  const checked = document.checkValues([0]);
  await vi.waitFor(() => expect(engine.calls).toContain('checkValues'));
  workspace.put(NAME, npyBytes([1, 2, 2, 3], new Array<number>(12).fill(0.5)));
  await document.open();
  release();
  await checked;
  expect(document.hasValues(0)).toBe(false);
  expect(session.findings.of(uri)).toEqual([]);
});
