import { type Disposable, Emitter } from './events';
import type { TensorDocument } from './tensorDocument';
import type { Uri } from './uri';

/** What an editor shows now: which document, which tensor. */
export interface ShownTensor {
  readonly document: TensorDocument;
  readonly tensor: number;
}

/** The open documents, and what the active editor shows. */
export class Documents implements Disposable {
  readonly #byUri = new Map<string, TensorDocument>();
  readonly #activeChanged = new Emitter<ShownTensor | undefined>();
  readonly onDidChangeActive = this.#activeChanged.event;
  #active: ShownTensor | undefined;

  get active(): ShownTensor | undefined {
    return this.#active;
  }

  get(uri: Uri): TensorDocument | undefined {
    return this.#byUri.get(uri.toString());
  }

  add(document: TensorDocument): void {
    this.#byUri.set(document.uri.toString(), document);
  }

  delete(document: TensorDocument): void {
    if (this.get(document.uri) === document) this.#byUri.delete(document.uri.toString());
    if (this.#active?.document === document) this.setActive(undefined);
  }

  setActive(shown: ShownTensor | undefined): void {
    this.#active = shown;
    this.#activeChanged.fire(shown);
  }

  dispose(): void {
    this.#activeChanged.dispose();
  }
}
