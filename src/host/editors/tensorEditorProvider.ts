import * as vscode from 'vscode';
import type { Hold } from '../../session/documents';
import { EditorSession, type Page } from '../../session/editorSession';
import { PageGuard } from '../../session/pageGuard';
import { holdDocument } from '../../session/tensorDocument';
import { VIEW_TYPES } from '../fileTypes';
import type { Services } from '../services';
import { editorActions } from './editorActions';
import { RELOAD, webviewHtml, webviewRoots } from './webviewHtml';

/** A file that VS Code has an editor of; its document may be shown by pages of other files too. */
type OwnDocument = Hold & vscode.CustomDocument;

/** Opens tensor files read-only: conversions write new files, never the open one. */
class TensorEditorProvider implements vscode.CustomReadonlyEditorProvider<OwnDocument> {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  openCustomDocument(uri: vscode.Uri): OwnDocument {
    return { uri, ...holdDocument(this.#services, uri) };
  }

  resolveCustomEditor({ document }: OwnDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.#services;
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      enableForms: false,
      // The link of a page whose script does not run: ours of that name and no other.
      enableCommandUris: [RELOAD],
      localResourceRoots: webviewRoots(extensionUri),
    };
    const actions = editorActions(this.#services);
    // Each has a nonce of its own, so that the same page sent again is loaded again.
    const guard = new PageGuard(
      () => {
        webview.html = webviewHtml(webview, extensionUri);
      },
      () => panel.visible,
    );
    const page = pageOf(panel, guard);
    const editor = new EditorSession(document, page, this.#services, actions);
    panel.onDidDispose(() => {
      guard.dispose();
      editor.dispose();
    });
    guard.start();
  }
}

function pageOf(panel: vscode.WebviewPanel, guard: PageGuard): Page {
  return {
    isUp: () => guard.ready(),
    reload: () => guard.start(),
    post: message => void panel.webview.postMessage(message),
    onMessage: listener => panel.webview.onDidReceiveMessage(listener),
    get isActive() {
      return panel.active;
    },
    onDidChangeActive: panel.onDidChangeViewState,
    // VS Code 1.100 keeps the own file's name on a custom editor's tab, whatever its title.
    entitle: fileName => {
      panel.title = fileName ?? '';
    },
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
