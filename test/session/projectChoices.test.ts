import { expect, test } from 'vitest';
import { overridesOf } from '../../src/session/overrides';
import { giveKind, ignoreRule } from '../../src/session/projectChoices';
import { createSession } from '../../src/session/session';
import { MemoryWorkspace, uriOf } from './support/memoryWorkspace';
import { TestEngine } from './support/testEngine';

const RULE = 'image/alpha';
const FILE = uriOf('/project/dumps/a [1]/step_{0}.npy');
const BESIDE = uriOf('/project/dumps/a [1]/other.npy');
const ELSEWHERE = uriOf('/project/other.npy');

function start() {
  const workspace = new MemoryWorkspace();
  /** A session of its own: what it read of the project before is not asked for. */
  const silent = (uri: typeof FILE) =>
    overridesOf(createSession(workspace, new TestEngine()), uri).then(
      ({ rules }) => (rules as Record<string, unknown>)[RULE] === 'off',
    );
  const silentOf = async () => Promise.all([FILE, BESIDE, ELSEWHERE].map(silent));
  return { workspace, session: createSession(workspace, new TestEngine()), silentOf };
}

test.each([
  ['file', [true, false, false]],
  ['folder', [true, true, false]],
  ['everywhere', [true, true, true]],
] as const)('a rule ignored in this %s is silent there alone', async (scope, expected) => {
  const { session, silentOf } = start();
  expect(await silentOf()).toEqual([false, false, false]);
  const target = await ignoreRule(session, FILE, RULE, scope);
  expect(target.path).toBe('/project/tensor-loupe.json');
  expect(await silentOf()).toEqual(expected);
});

test('what the project’s file says already stays, in its indent', async () => {
  const { workspace, session, silentOf } = start();
  const config = {
    include: ['dumps/**'],
    overrides: [{ files: '**', rules: { [RULE]: 'error' } }],
  };
  workspace.put('/project/tensor-loupe.json', JSON.stringify(config, null, '\t'));
  const target = await ignoreRule(session, FILE, RULE, 'folder');
  const text = new TextDecoder().decode(await workspace.files.read(target));
  expect(JSON.parse(text)).toMatchObject({ include: ['dumps/**'] });
  expect(text).toContain('\n\t"include"');
  expect(await silentOf()).toEqual([true, true, false]);
});

test('a kind is given to the tensors of a name in a folder', async () => {
  const { workspace, session } = start();
  await giveKind(session, FILE, 'mask', 'MASK');
  const { contracts } = await overridesOf(createSession(workspace, new TestEngine()), BESIDE);
  expect(contracts).toEqual([{ files: 'dumps/a [[]1[]]/**', tensor: 'mask', kind: 'MASK' }]);
});

test('nothing is written over a broken file, outside of all folders, or without trust', async () => {
  const { workspace, session } = start();
  const broken = workspace.put('/project/tensor-loupe.json', '{ "rules": ');
  await expect(ignoreRule(session, FILE, RULE, 'file')).rejects.toThrow(/no valid JSON/);
  expect(new TextDecoder().decode(await workspace.files.read(broken))).toBe('{ "rules": ');
  await expect(ignoreRule(session, uriOf('/else/x.npy'), RULE, 'file')).rejects.toThrow(/folder/);
  workspace.isTrusted = false;
  await expect(ignoreRule(session, FILE, RULE, 'file')).rejects.toThrow(/trust/);
});
