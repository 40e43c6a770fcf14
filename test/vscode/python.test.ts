import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { NODE as BAD, RULE } from '../support/badNode';
import {
  closeAll,
  eventually,
  fileUri,
  findings,
  freshFolder,
  open,
  rulesOf,
} from './support/workspace';

const HELPER = 'def first(x):\n    return x[0]\n';
const NODE = `class A:
    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}
    def run(self, image):
        wide = first(image)
        return (wide,)
`;
const includes = (rule: string) => (rules: string[]) => rules.includes(rule);

async function untitled(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  await vscode.window.showTextDocument(document);
  return document;
}

const cell = (text: string, language = 'python') =>
  new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, language);

async function hoverTexts(document: vscode.TextDocument, word: string): Promise<string[]> {
  const at = document.positionAt(document.getText().indexOf(word));
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    at,
  );
  return hovers.flatMap(({ contents }) =>
    contents.map(item => (typeof item === 'string' ? item : item.value)),
  );
}

describe('Python that is not saved', () => {
  afterEach(closeAll);

  it('has findings and hovers, and loses them as it is mended', async () => {
    const document = await untitled(HELPER + NODE);
    await eventually(() => rulesOf(document.uri), includes('python/image-rank'), 'the finding');
    const hover = await hoverTexts(document, 'wide');
    assert.ok(
      hover.some(text => text.includes('[H,W,C]')),
      JSON.stringify(hover),
    );
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('[0]');
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + 3));
    edit.delete(document.uri, range);
    const started = Date.now();
    await vscode.workspace.applyEdit(edit);
    await eventually(
      () => rulesOf(document.uri),
      rules => rules.length === 0,
      'the mended text',
    );
    assert.ok(Date.now() - started >= 150, 'it was linted before typing could have stopped');
    const after = await hoverTexts(document, 'wide');
    assert.ok(
      after.some(text => text.includes('[B,H,W,C]')),
      JSON.stringify(after),
    );
  });

  it('has inlay shapes behind their setting', async () => {
    const settings = vscode.workspace.getConfiguration('tensorLoupe');
    const target = vscode.ConfigurationTarget.Workspace;
    await settings.update('python.inlayShapes', true, target);
    try {
      const document = await untitled(HELPER + NODE);
      await eventually(() => rulesOf(document.uri), includes('python/image-rank'), 'the finding');
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      const labels = await eventually(
        async () =>
          (
            await vscode.commands.executeCommand<vscode.InlayHint[]>(
              'vscode.executeInlayHintProvider',
              document.uri,
              whole,
            )
          ).map(({ label }) => String(label)),
        found => found.length > 0,
        'the inlay',
      );
      assert.deepEqual(labels, ['[H,W,C]']);
    } finally {
      await settings.update('python.inlayShapes', undefined, target);
    }
  });
});

describe('a notebook', () => {
  afterEach(closeAll);

  it('is read as one text: a cell knows the ones above, findings land in their cell', async () => {
    const data = new vscode.NotebookData([cell('!pip install x'), cell(HELPER), cell(NODE)]);
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    await vscode.window.showNotebookDocument(notebook);
    const [shell, helper, node] = notebook.getCells().map(item => item.document);
    await eventually(() => rulesOf(node!.uri), includes('python/image-rank'), 'the finding');
    const [finding] = findings(node!.uri);
    assert.equal(finding?.range.start.line, 8);
    const places = finding?.relatedInformation?.map(item => item.location.uri.toString()) ?? [];
    assert.ok(places.includes(helper!.uri.toString()), places.join());
    assert.deepEqual([rulesOf(shell!.uri), rulesOf(helper!.uri)], [[], []]);
    const edit = new vscode.WorkspaceEdit();
    const at = helper!.getText().indexOf('[0]');
    edit.delete(helper!.uri, new vscode.Range(helper!.positionAt(at), helper!.positionAt(at + 3)));
    await vscode.workspace.applyEdit(edit);
    await eventually(
      () => rulesOf(node!.uri),
      rules => rules.length === 0,
      'the mended cell above',
    );
  });
});

describe('Python that nobody has opened', () => {
  let uri: vscode.Uri;
  const isBad = (rules: string[]) => rules.join() === RULE;

  beforeEach(async () => {
    uri = fileUri(join(await freshFolder('nodes'), 'bad.py'));
    await writeFile(uri.fsPath, BAD);
    await eventually(() => rulesOf(uri), isBad, 'the file in the background');
  });
  afterEach(closeAll);

  it('stays in Problems when its tab closes', async () => {
    await open(uri);
    await eventually(() => rulesOf(uri), isBad, 'the open file');
    await closeAll();
    await eventually(
      () => vscode.workspace.textDocuments.some(text => text.uri.toString() === uri.toString()),
      isOpen => !isOpen,
      'the closed text',
    );
    assert.ok(isBad(rulesOf(uri)), rulesOf(uri).join());
  });

  it('is checked by a command where the background does not', async () => {
    const settings = vscode.workspace.getConfiguration('tensorLoupe');
    const target = vscode.ConfigurationTarget.Workspace;
    await settings.update('lint.run', 'onOpen', target);
    try {
      const other = fileUri(join('made', 'nodes', 'other.py'));
      await writeFile(other.fsPath, BAD);
      await vscode.commands.executeCommand('tensorLoupe.checkPython');
      await eventually(() => rulesOf(other), isBad, 'the file that the command checks');
      await vscode.workspace.fs.delete(other);
    } finally {
      await settings.update('lint.run', undefined, target);
    }
  });
});
