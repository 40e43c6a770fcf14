import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SETTINGS } from '../../src/core/settings/settings';
import { lintPythonFiles } from '../../src/session/python/lintPythonFiles';
import { PythonReports } from '../../src/session/python/pythonReports';
import { createSession } from '../../src/session/session';
import { WorkspaceLint } from '../../src/session/workspaceLint';
import { NODE, RULE } from '../support/badNode';
import { MemoryWorkspace, uriOf } from './support/memoryWorkspace';
import { TestEngine } from './support/testEngine';
import { MemoryText, settled } from './support/texts';

const MENDED = NODE.replace('("IMAGE")', '("IMAGE",)');
const { signal } = new AbortController();

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true }),
);
afterEach(() => vi.useRealTimers());

function start() {
  const workspace = new MemoryWorkspace();
  const engine = new TestEngine();
  const session = createSession(workspace, engine);
  const rulesIn = (uri: ReturnType<typeof uriOf>) =>
    session.pythonFindings.of(uri).map(({ rule }) => rule);
  return { workspace, engine, session, rulesIn, lint: new WorkspaceLint(session, () => {}) };
}

function notebook(...cells: readonly string[]): string {
  const code = (source: string) => ({ cell_type: 'code', source: source.split(/(?<=\n)/) });
  const metadata = { language_info: { name: 'python' } };
  return JSON.stringify({ cells: cells.map(code), metadata, nbformat: 4 }, null, 1);
}

test('files that nobody has opened are checked in the background, and again when they change', async () => {
  const { workspace, session, rulesIn, lint } = start();
  const node = workspace.put('/project/nodes/bad.py', NODE);
  const venv = workspace.put('/project/.venv/lib/bad.py', NODE);
  const excluded = workspace.put('/project/old/bad.py', NODE);
  workspace.put('/project/tensor-loupe.json', JSON.stringify({ exclude: ['old/**'] }));
  await lint.start();
  expect([node, venv, excluded].map(rulesIn)).toEqual([[RULE], [], []]);
  const heard = new Promise<void>(resolve => {
    session.pythonFindings.onDidChange(() => resolve());
  });
  workspace.put('/project/nodes/bad.py', MENDED);
  vi.runAllTimers();
  await heard;
  expect(rulesIn(node)).toEqual([]);
});

test('what includes choose is meant for tensor files, and a deleted folder is forgotten', async () => {
  const { workspace, rulesIn, lint } = start();
  const node = workspace.put('/project/nodes/bad.py', NODE);
  workspace.put('/project/tensor-loupe.json', JSON.stringify({ include: ['dumps/**'] }));
  await lint.start();
  expect(rulesIn(node)).toEqual([RULE]);
  workspace.put('/project/nodes/bad.py', null);
  expect(rulesIn(node)).toEqual([]);
});

test('nothing is checked where background checks or Python checks are off', async () => {
  const { workspace, engine, rulesIn, lint } = start();
  const node = workspace.put('/project/nodes/bad.py', NODE);
  workspace.set(SETTINGS.lintRun.key, 'onOpen');
  await lint.start();
  workspace.set(SETTINGS.lintRun.key, undefined);
  workspace.set(SETTINGS.pythonLint.key, false);
  await lint.start();
  expect(rulesIn(node)).toEqual([]);
  expect(engine.calls).not.toContain('pythonFile');
});

test('an open text speaks for itself; closed, its file on disk does', async () => {
  const { workspace, session, rulesIn, lint } = start();
  const { uri } = new MemoryText('/project/nodes/bad.py', '');
  workspace.put(uri.path, NODE);
  await lint.start();
  const text = new MemoryText(uri.path, MENDED);
  workspace.openTexts.push(text);
  const reports = new PythonReports(session);
  await settled(reports, text);
  expect(rulesIn(uri)).toEqual([]);
  workspace.textClosed.fire(text);
  expect(rulesIn(uri)).toEqual([RULE]);
});

test('a notebook that is closed has its findings, by cell; open, its cells have them', async () => {
  const { workspace, session, rulesIn, lint } = start();
  const uri = workspace.put('/project/n.ipynb', notebook('import torch\n', NODE));
  await lint.start();
  const [finding] = session.pythonFindings.of(uri);
  expect(finding).toMatchObject({ rule: RULE });
  expect(finding?.message).toMatch(/^Cell 2: /);
  const lines = notebook('import torch\n', NODE).split('\n');
  expect(lines[finding!.range.line - 1]).toContain('RETURN_TYPES');
  const cells = ['import torch\n', NODE].map((text, i) => new MemoryText(`/project/n#${i}`, text));
  const opened = { uri, getCells: () => cells.map(document => ({ document, isCode: true })) };
  workspace.openTexts.push(...cells);
  workspace.openNotebooks.push(opened);
  const reports = new PythonReports(session);
  await settled(reports, cells[1]!);
  expect([rulesIn(uri), rulesIn(cells[1]!.uri)]).toEqual([[], [RULE]]);
  workspace.openNotebooks.pop();
  for (const cell of cells) workspace.textClosed.fire(cell);
  workspace.notebookClosed.fire(opened);
  expect([rulesIn(uri), rulesIn(cells[1]!.uri)]).toEqual([[RULE], []]);
});

test('code of a notebook outside of nodes is followed, open and closed; that of a file is not', async () => {
  const { workspace, session, rulesIn } = start();
  const code = ['import torch\nimg = torch.rand(1, 512, 512, 3)\n', 'img.permute(0, 3, 1)\n'];
  const closed = workspace.put('/project/n.ipynb', notebook(...code));
  const script = workspace.put('/project/script.py', code.join(''));
  await lintPythonFiles(session, [closed, script], { signal });
  expect([closed, script].map(rulesIn)).toEqual([['python/permute-rank'], []]);
  const cells = code.map((text, i) => new MemoryText(`/project/m#${i}`, text));
  workspace.openTexts.push(...cells);
  workspace.openNotebooks.push({
    uri: uriOf('/project/m.ipynb'),
    getCells: () => cells.map(document => ({ document, isCode: true })),
  });
  const reports = new PythonReports(session);
  await settled(reports, cells[1]!);
  expect(cells.map(({ uri }) => rulesIn(uri))).toEqual([[], ['python/permute-rank']]);
});

test('a file that cannot be read loses its findings, and the others are still checked', async () => {
  const { workspace, session, rulesIn } = start();
  const broken = workspace.put('/project/a.ipynb', notebook(NODE));
  const node = workspace.put('/project/b.py', NODE);
  await lintPythonFiles(session, [broken], { signal });
  expect(rulesIn(broken)).toEqual([RULE]);
  workspace.put('/project/a.ipynb', '{ "cells": ');
  await lintPythonFiles(session, [broken, node], { signal });
  expect([broken, node].map(rulesIn)).toEqual([[], [RULE]]);
  expect(workspace.logged.join()).toContain('a.ipynb was not checked');
});
