import * as vscode from 'vscode';
import { KINDS } from '../../core/contracts/index';
import { t } from '../../core/l10n';
import type { Handlers } from '../../protocol/rpc';
import type { HostMethods } from '../../protocol/webviewMethods';
import { Debouncer } from '../cancel';
import { convertTensor } from '../commands/convertFlow';
import { messageOf } from '../log';
import type { Services } from '../services';
import { BorrowedFiles } from './borrowedFiles';
import { savePng, saveSlice } from './exports';
import { openMetadata } from './metadataDocuments';
import type { TensorEditor } from './tensorEditor';

/** Values of a tensor up to this size are held to the value rules as soon as it is shown. */
const JUDGED_AT_ONCE_BYTES = 64 * 2 ** 20;
/** The picture of a tensor comes before the judgement of its values, and who walks the list rests first. */
const JUDGE_DELAY_MS = 400;
const RULE_ID = /^[a-z]+\/[a-z0-9-]+$/;

/** What a webview may ask. It is the less trusted side: every number and name is checked here or in the engine. */
export function hostMethods(editor: TensorEditor, services: Services): Handlers<HostMethods> {
  const { document } = editor;
  const tensorOf = (index: unknown): number => {
    const count = document.file?.tensors.length ?? 0;
    if (!Number.isInteger(index) || (index as number) < 0 || (index as number) >= count) {
      throw new Error(t`There is no tensor number ${String(index)} in this file`);
    }
    return index as number;
  };
  const later = new Debouncer(JUDGE_DELAY_MS);
  const judge = (index: number) =>
    later.trigger('judge', () => {
      document.checkValues([index]).catch(error => services.log.warn(messageOf(error)));
    });
  const borrowed = new BorrowedFiles(services, document.uri);
  editor.panel.onDidDispose(() => {
    borrowed.dispose();
    later.dispose();
  });
  return {
    ready: () => editor.told(),
    borrow: () => borrowed.borrow(),
    borrowed: () => borrowed.again(),
    borrowedPicture: ({ file, tensor, request }, { signal }) =>
      borrowed.picture(file, tensor, request, signal),
    picture({ tensor, request }, { signal }) {
      const ask = () => document.ask('picture', { tensor: tensorOf(tensor), request }, { signal });
      return editor.expected({ tensor, request }, ask) ?? ask();
    },
    async stats({ tensor, ranges, bins }, { signal }) {
      const index = tensorOf(tensor);
      const rest = { tensor: index, bins, ...(ranges ? { ranges } : {}) };
      const stats = await document.ask('stats', rest, { signal });
      // All values have been read now, so the value rules cost nothing more.
      if (!ranges) judge(index);
      return stats;
    },
    values: ({ tensor, ranges }, { signal }) =>
      document.ask('values', { tensor: tensorOf(tensor), ranges }, { signal }),
    checkValues: ({ tensor }, { signal }) => document.checkValues([tensorOf(tensor)], { signal }),
    offers: ({ tensor }, { signal }) =>
      document.ask('offers', { tensor: tensorOf(tensor) }, { signal }),
    convert: async ({ tensor, conversion, options }) => {
      await convertTensor(services, document, tensorOf(tensor), conversion, options);
    },
    saveSlice: async ({ tensor, ranges }, { signal }) => {
      await saveSlice(services, document, tensorOf(tensor), ranges, signal);
    },
    setKind: async ({ tensor, kind }) => {
      if (kind !== null && kind !== 'auto' && !KINDS.includes(kind)) return;
      const name = document.file?.tensors[tensorOf(tensor)]?.name ?? '';
      await services.kinds.choose(document.uri, name, kind);
    },
    show: ({ tensor }) => {
      const index = tensorOf(tensor);
      editor.shows(index);
      // The picture reads these values anyway; larger tensors are judged with their statistics.
      if (document.file!.tensors[index]!.byteLength <= JUDGED_AT_ONCE_BYTES) judge(index);
    },
    remember: ({ state, opening }) => services.files.rememberPage(document.uri, state, opening),
    reopen: () => document.open(),
    openAs: ({ editor: as }) => openAs(document.uri, as, services),
    openMetadata: ({ key }) => openMetadata(document, key),
    openRule: ({ rule }) => {
      if (RULE_ID.test(rule)) void vscode.commands.executeCommand('tensorLoupe.openRule', rule);
    },
    copyText: async ({ text, what }) => {
      await vscode.env.clipboard.writeText(text);
      tellCopied(what);
    },
    copied: ({ what }) => tellCopied(what),
    savePng: ({ name, bytes }) => savePng(document.uri, name, bytes),
    showLog: () => services.log.show(),
  };
}

function tellCopied(what: unknown): void {
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', String(what)), 3000);
}

const OTHER_EDITORS = { text: ['default'], binary: ['hexEditor.hexedit', 'default'] } as const;

async function openAs(uri: vscode.Uri, as: unknown, services: Services): Promise<void> {
  const editors = OTHER_EDITORS[as === 'binary' ? 'binary' : 'text'];
  const known = editors.filter(
    viewType => viewType === 'default' || vscode.extensions.getExtension('ms-vscode.hexeditor'),
  );
  for (const viewType of known) {
    try {
      await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
      return;
    } catch (error) {
      services.log.warn(`${viewType}: ${messageOf(error)}`);
    }
  }
}
