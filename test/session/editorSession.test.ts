import { afterEach, expect, test, vi } from 'vitest';
import type { MessagePortLike } from '../../src/protocol/rpc';
import { Rpc } from '../../src/protocol/rpc';
import type { DocumentState, HostMethods } from '../../src/protocol/webviewMethods';
import { EditorSession, type Page } from '../../src/session/editorSession';
import { Emitter } from '../../src/session/events';
import { FirstPictures } from '../../src/session/firstPictures';
import type { EditorActions } from '../../src/session/hostMethods';
import { createSession } from '../../src/session/session';
import { TensorDocument } from '../../src/session/tensorDocument';
import { MemoryWorkspace } from './support/memoryWorkspace';
import { npyBytes } from './support/npy';
import { TestEngine } from './support/testEngine';

afterEach(() => vi.useRealTimers());

const IMAGE = npyBytes([1, 8, 8, 3], new Array(192).fill(0.25));
const MASK = npyBytes([1, 8, 8], new Array(64).fill(1));

/** Two ends of one channel; what one posts the other hears later, as between a page and its host. */
function channel(): readonly [MessagePortLike, MessagePortLike] {
  const listeners: ((message: unknown) => void)[][] = [[], []];
  const end = (own: number): MessagePortLike => ({
    post: message =>
      queueMicrotask(() => {
        for (const hear of listeners[1 - own]!) hear(message);
      }),
    onMessage: hear => void listeners[own]!.push(hear),
  });
  return [end(0), end(1)];
}

function actions(): EditorActions {
  return {
    convert: vi.fn(),
    saveSlice: vi.fn(),
    savePng: vi.fn(),
    openAs: vi.fn(),
    openMetadata: vi.fn(),
    openRule: vi.fn(),
    copyText: vi.fn(),
    showCopied: vi.fn(),
    showLog: vi.fn(),
  };
}

async function start() {
  const workspace = new MemoryWorkspace();
  const engine = new TestEngine();
  const session = createSession(workspace, engine);
  const uri = workspace.put('/project/image.npy', IMAGE);
  const document = new TensorDocument(uri, session);
  session.documents.add(document);
  const asked = actions();
  const states: DocumentState[] = [];
  const open = () => {
    const [host, page] = channel();
    const active = new Emitter<void>();
    const there: Page = { ...host, isActive: true, onDidChangeActive: active.event };
    const editor = new EditorSession(document, there, session, asked);
    const rpc = new Rpc<object, HostMethods>(page, {
      document: (state: DocumentState) => void states.push(state),
      findings: () => undefined,
      select: () => undefined,
    } as never);
    return { editor, rpc };
  };
  await document.open();
  return { workspace, engine, session, uri, document, asked, states, open, ...open() };
}

test('a page is told its document, with the picture that it would ask for first', async () => {
  const { rpc, states } = await start();
  const state = await rpc.call('ready', undefined);
  expect(state.file?.tensors[0]?.classification.kind).toBe('IMAGE');
  expect(states[0]?.revision).toBe(state.revision);
});

test('the picture that was read ahead answers the page that asks for it', async () => {
  const { rpc, document, engine } = await start();
  await rpc.call('ready', undefined);
  const first = FirstPictures.ofUntouched(document);
  const [{ tensor, request, picture }] = (await first.before(new Promise(() => {}))) as never as [
    { tensor: number; request: Parameters<HostMethods['picture']>[0]['request']; picture: object },
  ];
  const before = engine.calls.filter(method => method === 'picture').length;
  expect(await rpc.call('picture', { tensor, request })).toEqual(picture);
  expect(engine.calls.filter(method => method === 'picture')).toHaveLength(before);
});

test('one made of samples does not answer who wants all values', async () => {
  const sampled = { sampled: true } as never;
  const whole = { sampled: false } as never;
  const request = { quality: 'coarse', axes: {}, index: [], channels: [], region: {} } as never;
  const document = { ask: async () => sampled } as unknown as TensorDocument;
  const first = FirstPictures.again(document, [
    { tensor: 0, request },
    'no request',
    { tensor: 1 },
  ]);
  const ask = vi.fn(async () => whole);
  expect(await first.answer({ tensor: 0, request }, ask)).toBe(sampled);
  const fine = { ...(request as object), quality: 'fine' } as never;
  expect(await first.answer({ tensor: 0, request: fine }, ask)).toBe(whole);
  expect(first.answer({ tensor: 1, request }, ask)).toBeNull();
});

test('a page names nothing that is not there', async () => {
  const { rpc, asked } = await start();
  for (const tensor of [-1, 1, 0.5, '0' as never])
    await expect(rpc.call('values', { tensor, ranges: [] })).rejects.toThrow(/no tensor number/);
  await rpc.call('openRule', { rule: '../../etc/passwd' });
  expect(asked.openRule).not.toHaveBeenCalled();
  await rpc.call('setKind', { tensor: 0, kind: 'EVIL' as never });
  await expect(
    rpc.call('borrowedPicture', { file: 'memory:///etc/x', tensor: 0, request: {} as never }),
  ).rejects.toThrow(/choose it again/);
});

test('a chosen companion comes back for the next page, even after the engine stopped', async () => {
  const { workspace, rpc, open, engine } = await start();
  workspace.chosenFile = workspace.put('/project/mask.npy', MASK);
  const chosen = await rpc.call('borrow', undefined);
  expect(chosen?.tensors[0]?.shape).toEqual([1, 8, 8]);
  const next = open();
  expect((await next.rpc.call('borrowed', undefined)).map(({ id }) => id)).toEqual([chosen!.id]);
  engine.crash();
  const request = {
    axes: { rows: 1, columns: 2, channels: null },
    index: [0, 0, 0],
    channels: [],
    region: { x: 0, y: 0, width: 8, height: 8 },
    maxWidth: 8,
    maxHeight: 8,
    reduce: 'mean',
  } as const;
  const picture = await rpc.call('borrowedPicture', { file: chosen!.id, tensor: 0, request });
  expect(picture.width).toBe(8);
  workspace.put('/project/mask.npy', null);
  const last = open();
  expect(await last.rpc.call('borrowed', undefined)).toEqual([]);
});

test('what a page keeps is the next page’s, and a closed editor shows nothing', async () => {
  const { rpc, open, editor, session } = await start();
  await rpc.call('remember', { state: { selected: 0 }, opening: [] });
  const next = open();
  expect((await next.rpc.call('ready', undefined)).remembered).toEqual({ selected: 0 });
  expect(session.documents.active?.tensor).toBe(0);
  next.editor.dispose();
  editor.dispose();
  expect(session.documents.active).toBeUndefined();
});

test('a check that waits does nothing once the file has been cut', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { rpc, document, engine, workspace } = await start();
  await rpc.call('show', { tensor: 0 });
  workspace.put('/project/image.npy', IMAGE.subarray(0, 20));
  await document.open();
  expect(document.file).toBeNull();
  expect(() => vi.runAllTimers()).not.toThrow();
  expect(engine.calls).not.toContain('checkValues');
});
