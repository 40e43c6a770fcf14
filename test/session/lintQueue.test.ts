import { expect, test } from 'vitest';
import { CancelledError } from '../../src/protocol/rpc';
import type { Engine } from '../../src/session/engine';
import { lintFiles } from '../../src/session/lintQueue';
import { createSession } from '../../src/session/session';
import { MemoryWorkspace } from './support/memoryWorkspace';
import { npyBytes } from './support/npy';
import { TestEngine } from './support/testEngine';

const COUNT = 9;
/** The smallest PNG there is: one gray pixel. Source: the PNG specification. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

function start(engine: Engine) {
  const workspace = new MemoryWorkspace();
  const session = createSession(workspace, engine);
  const uris = Array.from({ length: COUNT }, (_, i) =>
    workspace.put(`/project/image_${i}.npy`, npyBytes([1, 3, 4, 4], new Array(48).fill(0.5))),
  );
  return { workspace, session, uris };
}

function options(signal = new AbortController().signal) {
  return { values: false, isBackground: true, signal } as const;
}

test('every file is checked, two at once', async () => {
  const engine = new TestEngine();
  const { session, uris } = start(engine);
  let running = 0;
  let most = 0;
  const call: Engine['call'] = async (method, params, given) => {
    most = Math.max(most, ++running);
    try {
      return await engine.call(method, params, given);
    } finally {
      running--;
    }
  };
  const done: number[] = [];
  await lintFiles({ ...session, engine: { generation: 1, call } }, uris, {
    ...options(),
    onDone: count => done.push(count),
  });
  expect(most).toBe(2);
  expect(done.at(-1)).toBe(COUNT);
  const rules = uris.map(uri => session.findings.of(uri).map(({ rule }) => rule));
  expect(rules.every(found => found.includes('image/channel-first'))).toBe(true);
});

test('an engine that keeps stopping is not started for every file', async () => {
  let calls = 0;
  const call = async () => {
    calls++;
    throw new CancelledError('The engine stopped');
  };
  const { session, uris } = start({ generation: 1, call });
  await lintFiles(session, uris, options());
  expect(calls).toBeLessThan(COUNT);
  expect(uris.flatMap(uri => session.findings.of(uri))).toEqual([]);
});

test('nothing more is asked once the check is cancelled', async () => {
  const controller = new AbortController();
  const engine = new TestEngine();
  const { session, uris } = start(engine);
  await lintFiles(session, uris, {
    ...options(controller.signal),
    onDone: () => controller.abort(),
  });
  expect(engine.calls.length).toBeLessThanOrEqual(2);
});

test('a file that cannot be read gets its finding, and one that is gone loses what it had', async () => {
  const { workspace, session, uris } = start(new TestEngine());
  const broken = workspace.put('/project/broken.npy', 'no tensor at all');
  await lintFiles(session, [broken, uris[0]!], options());
  expect(session.findings.of(broken)[0]?.severity).toBe('error');
  workspace.put('/project/image_0.npy', null);
  await lintFiles(session, [uris[0]!], options());
  expect(session.findings.of(uris[0]!)).toEqual([]);
});

test('a damaged picture named as a tensor file is left alone in the background, and looked into when asked', async () => {
  const { workspace, session } = start(new TestEngine());
  const uri = workspace.put('/project/picture.npy', PNG.subarray(0, 40));
  await lintFiles(session, [uri], options());
  expect(session.findings.of(uri)).toEqual([]);
  await lintFiles(session, [uri], { ...options(), isBackground: false });
  expect(session.findings.of(uri)).not.toEqual([]);
});

test('what was read before answers a check in the background, not one that was asked for', async () => {
  const engine = new TestEngine();
  const { session, uris } = start(engine);
  let calls = 0;
  const call: Engine['call'] = (method, params, given) => {
    calls++;
    return engine.call(method, params, given);
  };
  const counted = { ...session, engine: { generation: 1, call } };
  const one = [uris[0]!];
  await lintFiles(counted, one, { ...options(), values: true });
  const found = session.findings.of(uris[0]!);
  await lintFiles(counted, one, options());
  expect(calls).toBe(1);
  expect(session.findings.of(uris[0]!)).toEqual(found);
  await lintFiles(counted, one, { ...options(), values: true, isBackground: false });
  expect(calls).toBe(2);
});
