import * as vscode from 'vscode';
import type { EditorActions } from '../../session/hostMethods';
import type { Uri } from '../../session/uri';
import { messageOf } from '../../session/workspace';
import { convertTensor } from '../commands/convertFlow';
import { giveKindAndTell, ignoreAndTell } from '../commands/ignore';
import type { Services } from '../services';
import { savePng, saveSlice } from './exports';
import { openMetadata } from './metadataDocuments';

/** What a page asks of VS Code. */
export function editorActions(services: Services): EditorActions {
  return {
    convert: (document, tensor, conversion, options) =>
      convertTensor(services, document, tensor, conversion, options),
    saveSlice: (document, tensor, ranges, signal) =>
      saveSlice(services, document, tensor, ranges, signal),
    savePng: ({ uri }, name, bytes) => savePng(uri, name, bytes),
    openAs: ({ uri }, editor) => openAs(uri, editor, services),
    openMetadata,
    ignore: ({ uri }, rule, scope) => ignoreAndTell(services, uri, rule, scope),
    giveKind: (document, tensor) => giveKindAndTell(services, document, tensor),
    openRule: rule => void vscode.commands.executeCommand('tensorLoupe.openRule', rule),
    copyText: async text => vscode.env.clipboard.writeText(text),
    showCopied: what => {
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', what), 3000);
    },
    showLog: () => services.log.show(),
  };
}

const OTHER_EDITORS = { text: ['default'], binary: ['hexEditor.hexedit', 'default'] } as const;

async function openAs(uri: Uri, as: 'text' | 'binary', { log }: Services): Promise<void> {
  const known = OTHER_EDITORS[as].filter(
    viewType => viewType === 'default' || vscode.extensions.getExtension('ms-vscode.hexeditor'),
  );
  for (const viewType of known) {
    try {
      await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
      return;
    } catch (error) {
      log.warn(`${viewType}: ${messageOf(error)}`);
    }
  }
}
