import * as vscode from 'vscode';
import { byteSize } from '../../core/byteSize';
import type { ConvertResult } from '../../protocol/engineMethods';
import { fileNameOf, nameOfPath } from '../../session/uri';
import { showError } from '../log';
import { inform } from '../notify';
import type { Services } from '../services';
import { openInLoupe } from './open';

/** What became of one of many files. */
export type Outcome = { readonly source: vscode.Uri } & (
  | { readonly outputs: readonly string[]; readonly notes: readonly string[] }
  | { readonly reason: string }
);

/** Opens what was written, says what was left out, and offers to look at it, or to take it back. */
export async function reportWritten(
  services: Services,
  source: vscode.Uri,
  result: ConvertResult,
): Promise<void> {
  const outputs = result.outputs.map(({ path }) => uriOf(services, path));
  const [first] = outputs;
  if (!first) return;
  await openInLoupe(first);
  const name = fileNameOf(first);
  const wrote =
    outputs.length === 1
      ? vscode.l10n.t('Wrote {0}', name)
      : vscode.l10n.t('Wrote {0} and {1} more', name, outputs.length - 1);
  const text = [wrote, ...result.notes].join('. ');
  const reveal = vscode.l10n.t('Reveal');
  const sizes = vscode.l10n.t('Compare Sizes');
  const undo = vscode.l10n.t('Undo');
  // Not awaited by callers' next steps: a message may stay for minutes.
  void inform(text, reveal, sizes, undo).then(async choice => {
    if (choice === reveal) await vscode.commands.executeCommand('revealInExplorer', first);
    if (choice === sizes) await compareSizes(source, outputs);
    if (choice === undo) await takeBack(services, outputs);
  });
}

/** Says how many files were converted; one click takes all of them back, another shows what was skipped and why. */
export async function reportOutcomes(
  services: Services,
  title: string,
  outcomes: readonly Outcome[],
  counts: { readonly asked: number; readonly unchanged: number },
): Promise<void> {
  const written = outcomes.flatMap(outcome => ('outputs' in outcome ? outcome.outputs : []));
  const done = outcomes.filter(outcome => 'outputs' in outcome).length;
  const skipped = counts.asked - done - counts.unchanged;
  const lines = outcomes.map(lineOf);
  const untried = counts.asked - counts.unchanged - outcomes.length;
  if (untried > 0) lines.push(vscode.l10n.t('Cancelled, not tried: {0}', untried));
  for (const line of lines) services.log.info(`${title}: ${line}`);
  const show = vscode.l10n.t('Show Report');
  const undo = vscode.l10n.t('Undo');
  const text = [
    vscode.l10n.t('{0}: converted {1}, skipped {2}', title, done, skipped),
    ...(counts.unchanged > 0
      ? [vscode.l10n.t('{0} are as they should be already', counts.unchanged)]
      : []),
  ].join('. ');
  const choices = written.length > 0 ? [show, undo] : [show];
  // Not awaited: a message may stay for minutes.
  void inform(text, ...choices).then(async choice => {
    if (choice === undo) {
      const uris = written.map(path => uriOf(services, path));
      await takeBack(services, uris);
    }
    if (choice !== show) return;
    const content = [text, '', ...lines, ''].join('\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
  });
}

function lineOf(outcome: Outcome): string {
  const source = vscode.workspace.asRelativePath(outcome.source);
  if (!('outputs' in outcome)) return vscode.l10n.t('{0} skipped: {1}', source, outcome.reason);
  const names = outcome.outputs.map(path => nameOfPath(path)).join(', ');
  return [`${source} -> ${names}`, ...outcome.notes].join('. ');
}

async function compareSizes(source: vscode.Uri, outputs: readonly vscode.Uri[]): Promise<void> {
  const sizeOf = async (uri: vscode.Uri) => (await vscode.workspace.fs.stat(uri)).size;
  const before = byteSize(await sizeOf(source));
  const after = (await Promise.all(outputs.map(sizeOf))).reduce((sum, size) => sum + size, 0);
  void inform(
    vscode.l10n.t('{0}: {1}. Written: {2}.', fileNameOf(source), before, byteSize(after)),
  );
}

/** Closes the tabs of files, so that none is left of a file that is gone, then deletes the files. */
export async function takeBack(services: Services, uris: readonly vscode.Uri[]): Promise<void> {
  const gone = new Set(uris.map(uri => uri.toString()));
  const tabs = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputCustom && gone.has(input.uri.toString()),
    );
  await vscode.window.tabGroups.close(tabs);
  for (const uri of uris) {
    try {
      await vscode.workspace.fs.delete(uri);
    } catch (error) {
      showError(services.log, fileNameOf(uri), error);
    }
  }
}

function uriOf({ workspace }: Services, path: string): vscode.Uri {
  return vscode.Uri.from(workspace.files.ofPath(path));
}
