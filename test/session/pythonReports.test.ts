import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SETTINGS } from '../../src/core/settings/settings';
import { PythonReports } from '../../src/session/python/pythonReports';
import { createSession } from '../../src/session/session';
import { NODE, RULE } from '../support/badNode';
import { MemoryWorkspace, uriOf } from './support/memoryWorkspace';
import { TestEngine } from './support/testEngine';
import { MemoryText, settled } from './support/texts';

const HEAD = 'import torch\n';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

function start(...texts: readonly MemoryText[]) {
  const workspace = new MemoryWorkspace();
  workspace.openTexts.push(...texts);
  const session = createSession(workspace, new TestEngine());
  return { workspace, session };
}

test('a text is reported on once typing stops, and its report is of its version', async () => {
  const text = new MemoryText('/project/node.py', NODE);
  const { session, workspace } = start(text);
  const reports = new PythonReports(session);
  await settled(reports, text);
  expect(reports.get(text)?.findings.map(({ rule }) => rule)).toEqual([RULE]);
  text.version++;
  text.text = NODE.replace('("IMAGE")', '("IMAGE",)');
  workspace.textChanged.fire(text);
  expect(reports.get(text)).toBeUndefined();
  await settled(reports, text);
  expect(reports.get(text)?.findings).toEqual([]);
});

test('cells are one text, and each has its findings and fixes in its own places', async () => {
  const cells = [
    new MemoryText('/project/n.ipynb#1', HEAD),
    new MemoryText('/project/n.ipynb#2', NODE),
  ];
  const { session, workspace } = start(...cells);
  workspace.openNotebooks.push({
    uri: uriOf('/project/n.ipynb'),
    getCells: () => cells.map(document => ({ document, isCode: true })),
  });
  const reports = new PythonReports(session);
  await settled(reports, cells[1]!);
  expect(reports.get(cells[0]!)?.findings).toEqual([]);
  const [finding] = reports.get(cells[1]!)!.findings;
  expect(finding).toMatchObject({ rule: RULE, range: { line: 2 } });
  const [edit] = finding!.fix!.edits;
  const mended = NODE.slice(0, edit!.from) + edit!.newText + NODE.slice(edit!.to);
  expect(mended).toContain('RETURN_TYPES = ("IMAGE",)');
});

test('a closed text, or one that is not to be checked, has no report', async () => {
  const text = new MemoryText('/project/node.py', NODE);
  const { session, workspace } = start(text);
  const reports = new PythonReports(session);
  await settled(reports, text);
  workspace.set(SETTINGS.pythonLint.key, false);
  expect(reports.get(text)).toBeUndefined();
  workspace.set(SETTINGS.pythonLint.key, undefined);
  await settled(reports, text);
  workspace.textClosed.fire(text);
  expect(reports.get(text)).toBeUndefined();
});

test('a project file decides what is said, unless the workspace is not trusted', async () => {
  const text = new MemoryText('/project/node.py', NODE);
  const { session, workspace } = start(text);
  workspace.put('/project/tensor-loupe.json', JSON.stringify({ rules: { [RULE]: 'hint' } }));
  const reports = new PythonReports(session);
  await settled(reports, text);
  expect(reports.get(text)?.findings[0]?.severity).toBe('hint');
  // Written anew, it counts at once.
  workspace.put('/project/tensor-loupe.json', JSON.stringify({ rules: { [RULE]: 'info' } }));
  vi.runAllTimers();
  await settled(reports, text);
  expect(reports.get(text)?.findings[0]?.severity).toBe('info');
  workspace.isTrusted = false;
  workspace.settingsChanged.fire({ affects: () => true });
  await settled(reports, text);
  expect(reports.get(text)?.findings[0]?.severity).toBe('error');
});
