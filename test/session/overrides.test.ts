import { expect, test } from 'vitest';
import { rulesFor } from '../../src/session/overrides';
import { createSession } from '../../src/session/session';
import { TensorDocument } from '../../src/session/tensorDocument';
import { WorkspaceLint } from '../../src/session/workspaceLint';
import { MemoryWorkspace } from './support/memoryWorkspace';
import { npyBytes } from './support/npy';
import { TestEngine } from './support/testEngine';

function start() {
  const workspace = new MemoryWorkspace();
  const session = createSession(workspace, new TestEngine());
  const uri = workspace.put('/project/image.npy', npyBytes([1, 3, 4, 4], new Array(48).fill(0.5)));
  return { workspace, session, uri };
}

const PROJECT = JSON.stringify({ rules: { 'image/range': 'off', 'mask/rank': 'hint' } });

test.each([
  [undefined, { 'image/range': 'off', 'mask/rank': 'hint' }],
  [{ 'image/range': 'error' }, { 'image/range': 'error', 'mask/rank': 'hint' }],
  // What is no object is told by the engine, not spread.
  ['off', 'off'],
  [['off'], ['off']],
])('severities %j of the user stand above those of the project', async (own, expected) => {
  const { workspace, session, uri } = start();
  workspace.put('/project/tensor-loupe.json', PROJECT);
  if (own !== undefined) workspace.set('rules', own);
  expect(await rulesFor(session, uri)).toEqual(expected);
});

test('a document that is disposed is no longer the one of its file', () => {
  const { session, uri } = start();
  const document = new TensorDocument(uri, session);
  session.documents.add(document);
  expect(session.documents.get(uri)).toBe(document);
  document.dispose();
  expect(session.documents.get(uri)).toBeUndefined();
});

test('a check that is done shows nothing more', async () => {
  const { session } = start();
  const shown: unknown[] = [];
  const lint = new WorkspaceLint(session, progress => shown.push(progress));
  await lint.start();
  expect(shown.length).toBeGreaterThan(2);
  expect(shown.at(-1)).toBeNull();
  lint.dispose();
});
