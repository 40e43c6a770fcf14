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
/** The first row of a tensor of three axes. */
const ROW = [1, 1, 8].map(count => ({ start: 0, count, step: 1 }));

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
    ignore: vi.fn(),
    giveKind: vi.fn(),
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
  const titles: (string | null)[] = [];
  const ups: number[] = [];
  const selected: number[] = [];
  const open = () => {
    const [host, page] = channel();
    const active = new Emitter<void>();
    const there: Page = {
      ...host,
      isActive: true,
      onDidChangeActive: active.event,
      entitle: name => void titles.push(name),
      isUp: () => void ups.push(1),
      reload: () => undefined,
    };
    const editor = new EditorSession(document, there, session, asked);
    const rpc = new Rpc<object, HostMethods>(page, {
      document: (state: DocumentState) => void states.push(state),
      findings: () => undefined,
      select: ({ tensor }: { tensor: number }) => void selected.push(tensor),
    } as never);
    return { editor, rpc };
  };
  await document.open();
  return {
    workspace,
    engine,
    session,
    uri,
    document,
    asked,
    states,
    titles,
    ups,
    selected,
    open,
    ...open(),
  };
}

test('a page is told its document, with the picture that it would ask for first', async () => {
  const { rpc, states } = await start();
  const state = await rpc.call('ready', { file: null });
  expect(state.file?.tensors[0]?.classification.kind).toBe('IMAGE');
  expect(states[0]?.revision).toBe(state.revision);
});

test('the picture that was read ahead answers the page that asks for it', async () => {
  const { rpc, document, engine } = await start();
  await rpc.call('ready', { file: null });
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
    rpc.call('companionPicture', { file: 'memory:///etc/x', tensor: 0, request: {} as never }),
  ).rejects.toThrow(/choose it again/);
});

test('a chosen companion comes back for the next page, even after the engine stopped', async () => {
  const { workspace, rpc, open, engine } = await start();
  workspace.chosenFile = workspace.put('/project/mask.npy', MASK);
  const chosen = await rpc.call('chooseCompanion', undefined);
  expect(chosen?.tensors[0]?.shape).toEqual([1, 8, 8]);
  const next = open();
  expect((await next.rpc.call('companions', undefined)).map(({ id }) => id)).toEqual([chosen!.id]);
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
  const picture = await rpc.call('companionPicture', { file: chosen!.id, tensor: 0, request });
  expect(picture.width).toBe(8);
  workspace.put('/project/mask.npy', null);
  const last = open();
  expect(await last.rpc.call('companions', undefined)).toEqual([]);
});

test('what a page keeps is the next page’s, and a closed editor shows nothing', async () => {
  const { rpc, open, editor, session } = await start();
  await rpc.call('remember', { state: { selected: 0 }, opening: [] });
  const next = open();
  expect((await next.rpc.call('ready', { file: null })).remembered).toEqual({ selected: 0 });
  expect(session.documents.active?.tensor).toBe(0);
  next.editor.dispose();
  editor.dispose();
  expect(session.documents.active).toBeUndefined();
});

test('a page goes on to another file of its folder, and all that is asked is about that one', async () => {
  const { workspace, session, document, rpc, titles, editor } = await start();
  workspace.put('/project/mask.npy', MASK);
  workspace.put('/project/notes.txt', 'none of ours');
  await rpc.call('ready', { file: null });
  const listed = await rpc.call('folder', undefined);
  expect(listed.map(({ name }) => name)).toEqual(['image.npy', 'mask.npy']);
  const state = await rpc.call('openBeside', { file: 'mask.npy' });
  expect([state.fileName, state.isOwn]).toEqual(['mask.npy', false]);
  const sizeOf = async () => (await rpc.call('values', { tensor: 0, ranges: ROW })).values.length;
  // What the page asks before it has shown the file is still about the one before.
  await expect(sizeOf()).rejects.toThrow(/needs 4 ranges/);
  await rpc.call('show', { file: 'mask.npy', tensor: 0 });
  expect(await sizeOf()).toBe(8);
  expect(titles).toEqual(['mask.npy']);
  expect(session.documents.active?.document.uri.path).toBe('/project/mask.npy');
  expect(session.documents.shownIn(document.uri).path).toBe('/project/mask.npy');
  await rpc.call('openBeside', { file: 'image.npy' });
  await rpc.call('show', { file: 'image.npy', tensor: 0 });
  expect(titles).toEqual(['mask.npy', null]);
  expect(
    session.documents.get(workspace.files.parse('memory:///project/mask.npy')),
  ).toBeUndefined();
  expect(session.documents.get(document.uri)).toBe(document);
  editor.dispose();
});

test('a page names no file of another folder, and none that is no tensor file', async () => {
  const { workspace, rpc } = await start();
  workspace.put('/secret.npy', MASK);
  workspace.put('/project/notes.txt', 'none of ours');
  for (const file of ['../secret.npy', '..\\secret.npy', 'notes.txt', '/secret.npy'])
    for (const method of ['openBeside', 'thumbnail'] as const)
      await expect(rpc.call(method, { file })).rejects.toThrow(/no tensor file of this folder/);
});

test('a page that comes back gets the file that it showed; one that is gone, the own', async () => {
  const { workspace, rpc, open } = await start();
  workspace.put('/project/mask.npy', MASK);
  expect((await rpc.call('ready', { file: 'mask.npy' })).fileName).toBe('mask.npy');
  await rpc.call('show', { file: 'mask.npy', tensor: 0 });
  // The same editor's page was sent again, and knows of no other file.
  expect((await rpc.call('ready', { file: null })).fileName).toBe('image.npy');
  workspace.put('/project/mask.npy', null);
  expect((await open().rpc.call('ready', { file: 'mask.npy' })).fileName).toBe('image.npy');
});

test('a file of the folder is shown small, a picture only in a folder that is trusted', async () => {
  const { workspace, rpc } = await start();
  workspace.put('/project/mask.npy', MASK);
  const thumbnail = await rpc.call('thumbnail', { file: 'mask.npy' });
  expect(thumbnail?.tensor.classification.kind).toBe('MASK');
  expect([thumbnail?.picture.width, thumbnail?.picture.height]).toEqual([8, 8]);
  workspace.put('/project/photo.png', 'is not decoded');
  workspace.isTrusted = false;
  expect(await rpc.call('thumbnail', { file: 'photo.png' })).toBeNull();
});

test('a check that waits does nothing once the file has been cut', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { rpc, document, engine, workspace } = await start();
  await rpc.call('show', { file: 'image.npy', tensor: 0 });
  workspace.put('/project/image.npy', IMAGE.subarray(0, 20));
  await document.open();
  expect(document.file).toBeNull();
  expect(() => vi.runAllTimers()).not.toThrow();
  expect(engine.calls).not.toContain('checkValues');
});

test('a tensor that someone asks to see is shown by the page that is up, or by the next', async () => {
  const { session, uri, rpc, states, selected, open } = await start();
  await rpc.call('ready', { file: null });
  await rpc.call('show', { file: 'image.npy', tensor: 0 });
  session.documents.ask(uri, '');
  await vi.waitFor(() => expect(selected).toEqual([0]));
  // Two pages of one file: the first that is up has shown it.
  expect(session.documents.takeAsked(uri)).toBeNull();
  const closed = uri.with({ path: '/project/other.npy' });
  session.documents.ask(closed, 'mask');
  expect(session.documents.takeAsked(closed)).toBe('mask');
  expect(states.every(({ asked }) => asked === null)).toBe(true);
  session.documents.ask(closed, 'mask');
  session.documents.ask(uri, '');
  const second = open();
  expect((await second.rpc.call('ready', { file: null })).asked).toBeNull();
});

test('a page that opens for a tensor is told its name until it shows one', async () => {
  const { session, document, uri, editor, open } = await start();
  editor.dispose();
  session.documents.ask(uri, 'image');
  expect(session.documents.get(uri)).toBe(document);
  const { rpc } = open();
  expect((await rpc.call('ready', { file: null })).asked).toBe('image');
  await rpc.call('show', { file: 'image.npy', tensor: 0 });
  expect((await rpc.call('ready', { file: null })).asked).toBeNull();
});

test('a page that was sent again is no longer waited for once it is up, each time', async () => {
  const { rpc, ups } = await start();
  await rpc.call('ready', { file: null });
  await rpc.call('ready', { file: null });
  expect(ups).toHaveLength(2);
});
