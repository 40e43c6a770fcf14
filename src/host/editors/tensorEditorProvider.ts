import * as vscode from 'vscode';
import { VIEW_TYPES } from '../fileTypes';
import type { Services } from '../services';
import { TensorDocument } from './tensorDocument';
import { TensorEditor } from './tensorEditor';

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
    new TensorEditor(document, panel, this.#services);
  }
}

export function registerEditors(services: Services): vscode.Disposable {
  const provider = new TensorEditorProvider(services);
  const options = { supportsMultipleEditorsPerDocument: true };
  return vscode.Disposable.from(
    ...Object.values(VIEW_TYPES).map(viewType =>
      vscode.window.registerCustomEditorProvider(viewType, provider, options),
    ),
  );
}
