import * as vscode from 'vscode';
import type { TensorDocument } from './tensorDocument';

/** What an editor shows now: which document, which tensor. */
export interface Shown {
  readonly document: TensorDocument;
  readonly tensor: number;
}

/** The open documents, and what the active editor shows. */
export class Documents implements vscode.Disposable {
  readonly #byUri = new Map<string, TensorDocument>();
  readonly #activeChanged = new vscode.EventEmitter<Shown | undefined>();
  readonly onDidChangeActive = this.#activeChanged.event;
  #active: Shown | undefined;

  get active(): Shown | undefined {
    return this.#active;
  }

  get(uri: vscode.Uri): TensorDocument | undefined {
    return this.#byUri.get(uri.toString());
  }

  add(document: TensorDocument): void {
    this.#byUri.set(document.uri.toString(), document);
  }

  delete(document: TensorDocument): void {
    if (this.get(document.uri) === document) this.#byUri.delete(document.uri.toString());
    if (this.#active?.document === document) this.setActive(undefined);
  }

  setActive(shown: Shown | undefined): void {
    this.#active = shown;
    this.#activeChanged.fire(shown);
  }

  dispose(): void {
    this.#activeChanged.dispose();
  }
}
