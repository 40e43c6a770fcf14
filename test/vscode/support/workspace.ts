import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

const LIMIT_MS = 20_000;
const POLL_MS = 50;

/** The folder with the copied reference cases that VS Code has open. */
export function root(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no workspace is open');
  return folder.uri.fsPath;
}

/** A file of the workspace, by its path there. */
export const fileUri = (path: string): vscode.Uri => vscode.Uri.file(join(root(), path));

/** A new folder of the workspace for one test. */
export async function freshFolder(name: string): Promise<string> {
  const folder = `made/${name}`;
  await mkdir(join(root(), folder), { recursive: true });
  return folder;
}

/** The names in a folder of the workspace, sorted. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(join(root(), folder))).sort();
}

/** Waits until `read` gives something that `accept` takes; fails with what it gave last. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  accept: (value: T) => boolean,
  what: string,
): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end) assert.fail(`${what}: still ${JSON.stringify(value)}`);
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}

/** Our findings on a file as Problems has them. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Tensor Loupe');
}

/** The id of the rule behind a diagnostic. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

export const rulesOf = (uri: vscode.Uri): string[] => findings(uri).map(ruleOf).sort();

/** Opens a file as a click does: in the editor that VS Code picks. */
export async function open(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', uri);
}

/** What the tab in front shows: the id of its custom editor, or what else it is. */
export function activeEditor(): { viewType: string; uri: string } | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom)
    return { viewType: input.viewType, uri: input.uri.toString() };
  if (input instanceof vscode.TabInputText) return { viewType: 'text', uri: input.uri.toString() };
  return undefined;
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** A tensor of a safetensors file, read here byte by byte so that no code of ours proves itself. */
export async function readSafetensors(
  path: string,
): Promise<Map<string, { dtype: string; shape: number[]; data: Buffer }>> {
  const bytes = await readFile(join(root(), path));
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  const header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }> =
    JSON.parse(bytes.subarray(8, end).toString());
  return new Map(
    Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(
        ([
          name,
          {
            dtype,
            shape,
            data_offsets: [from, to],
          },
        ]) => [name, { dtype, shape, data: bytes.subarray(end + from, end + to) }],
      ),
  );
}
