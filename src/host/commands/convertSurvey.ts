import * as vscode from 'vscode';
import { byteSize } from '../../core/byteSize';
import type { ConversionPreview } from '../../protocol/engineMethods';
import type { ConvertInput, ConvertJob, ConvertRunner } from '../../session/convertRunner';
import { folderOfPath, nameOfPath } from '../../session/uri';
import { messageOf } from '../../session/workspace';
import { filesText } from '../counted';

/** What a conversion would do to many files. */
export interface Survey {
  readonly changes: readonly {
    readonly input: ConvertInput;
    readonly preview: ConversionPreview;
  }[];
  readonly unchanged: readonly ConvertInput[];
  readonly refused: readonly { readonly input: ConvertInput; readonly reason: string }[];
}

type Options = Readonly<Record<string, string>>;

/** Looks at the headers of many files; undefined when the user cancels. */
export async function survey(
  runner: ConvertRunner,
  job: ConvertJob,
  options: Options,
): Promise<Survey | undefined> {
  const title = vscode.l10n.t('Looking at {0}', filesText(job.inputs.length));
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ title, location, cancellable: true }, async (bar, token) => {
    const found = {
      changes: [] as { input: ConvertInput; preview: ConversionPreview }[],
      unchanged: [] as ConvertInput[],
      refused: [] as { input: ConvertInput; reason: string }[],
    };
    for (const input of job.inputs) {
      if (token.isCancellationRequested) return undefined;
      try {
        const preview = await runner.preview({ ...job, inputs: [input] }, options);
        if (preview.isChange) found.changes.push({ input, preview });
        else found.unchanged.push(input);
      } catch (error) {
        found.refused.push({ input, reason: messageOf(error) });
      }
      bar.report({ increment: 100 / job.inputs.length });
    }
    return found;
  });
}

/**
 * Tells what would be written and asks whether to, and where: the folder chosen, null for beside each
 * source, undefined when the user backs out.
 */
export async function confirmSurvey(
  title: string,
  found: Survey,
): Promise<string | null | undefined> {
  let folder: string | null = null;
  for (;;) {
    const write = {
      label:
        found.changes.length === 1
          ? vscode.l10n.t('$(check) Write 1 new file')
          : vscode.l10n.t('$(check) Write {0} new files', found.changes.length),
      description: vscode.l10n.t('into {0}', folder ?? besideText(found)),
      detail: detailOf(found),
    };
    const elsewhere = { label: vscode.l10n.t('$(folder) Choose another folder...') };
    const chosen = await vscode.window.showQuickPick([write, elsewhere], {
      title: `${title}: ${summaryOf(found, folder)}`,
      ignoreFocusOut: true,
    });
    if (chosen !== elsewhere) return chosen === write ? folder : undefined;
    folder = (await chooseFolder(found)) ?? folder;
  }
}

/** `2 of 22 files change, 1.2 GiB, into out`. */
function summaryOf({ changes, unchanged, refused }: Survey, folder: string | null): string {
  const count = changes.length + unchanged.length + refused.length;
  const bytes = changes.reduce((sum, { preview }) => sum + preview.byteLength, 0);
  const where = folder === null ? besideText({ changes, unchanged, refused }) : nameOfPath(folder);
  return vscode.l10n.t(
    '{0} of {1} files change, {2}, into {3}',
    changes.length,
    count,
    byteSize(bytes),
    where,
  );
}

/** The one folder of all new files, or the words for several. */
function besideText({ changes }: Survey): string {
  const folders = new Set(changes.map(({ preview }) => folderOfPath(preview.paths[0] ?? '')));
  const [only] = folders;
  return folders.size === 1 && only ? nameOfPath(only) : vscode.l10n.t('the folders of the files');
}

const MOST_TOLD = 3;

/** What is skipped and why, and what new files leave out. */
function detailOf({ changes, unchanged, refused }: Survey): string {
  const notes = changes.flatMap(({ preview }) => preview.notes);
  const texts = [
    ...(unchanged.length > 0
      ? [vscode.l10n.t('{0} are as they should be already', unchanged.length)]
      : []),
    ...refused.map(({ reason }) => reason),
    ...new Set(notes),
  ];
  const more = texts.length - MOST_TOLD;
  const shown = texts.slice(0, MOST_TOLD);
  return [...shown, ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : [])].join('. ');
}

async function chooseFolder({ changes }: Survey): Promise<string | undefined> {
  const first = changes[0]?.input.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Folder for the Converted Files'),
    openLabel: vscode.l10n.t('Write Here'),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(first ? { defaultUri: vscode.Uri.joinPath(first, '..') } : {}),
  });
  return chosen?.[0]?.fsPath;
}
