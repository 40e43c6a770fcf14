import * as vscode from 'vscode';
import { EditorSession, type Page } from '../../session/editorSession';
import { PageGuard } from '../../session/pageGuard';
import { TensorDocument } from '../../session/tensorDocument';
import { VIEW_TYPES } from '../fileTypes';
import type { Services } from '../services';
import { editorActions } from './editorActions';
import { webviewHtml, webviewRoots } from './webviewHtml';

/** Opens tensor files read-only: conversions write new files, never the open one. */
class TensorEditorProvider implements vscode.CustomReadonlyEditorProvider<TensorDocument> {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  openCustomDocument(uri: vscode.Uri): TensorDocument {
    const document = new TensorDocument(uri, this.#services);
    this.#services.documents.add(document);
    void document.open();
    return document;
  }

  resolveCustomEditor(document: TensorDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.#services;
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: webviewRoots(extensionUri),
    };
    const actions = editorActions(this.#services);
    const editor = new EditorSession(document, pageOf(panel), this.#services, actions);
    // Each has a nonce of its own, so that the same page sent again is loaded again.
    const guard = new PageGuard(
      () => {
        webview.html = webviewHtml(webview, extensionUri);
      },
      () => panel.visible,
    );
    void editor.whenReady.then(() => guard.ready());
    panel.onDidDispose(() => {
      guard.dispose();
      editor.dispose();
    });
    guard.start();
  }
}

function pageOf(panel: vscode.WebviewPanel): Page {
  return {
    post: message => void panel.webview.postMessage(message),
    onMessage: listener => panel.webview.onDidReceiveMessage(listener),
    get isActive() {
      return panel.active;
    },
    onDidChangeActive: panel.onDidChangeViewState,
  };
}

/** Registers the editor under each of its names. */
export function registerEditors(services: Services): vscode.Disposable {
  const provider = new TensorEditorProvider(services);
  const options = { supportsMultipleEditorsPerDocument: true };
  return vscode.Disposable.from(
    ...Object.values(VIEW_TYPES).map(viewType =>
      vscode.window.registerCustomEditorProvider(viewType, provider, options),
    ),
  );
}
