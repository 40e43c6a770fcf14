import { type Disposable, Emitter } from './events';
import type { TensorDocument } from './tensorDocument';
import type { Uri } from './uri';

/** What an editor shows now: which document, which tensor. */
export interface ShownTensor {
  readonly document: TensorDocument;
  readonly tensor: number;
  /** Has the editor go on to the next file of the folder, or back to the one before. */
  step(by: 1 | -1): void;
  /** Loads the editor's page anew. */
  reload(): void;
}

/** A document, kept open until this is disposed. */
export interface Hold extends Disposable {
  readonly document: TensorDocument;
}

/** The open documents, each for as long as an editor holds it, and what the active editor shows. */
export class Documents implements Disposable {
  readonly #byUri = new Map<string, TensorDocument>();
  readonly #holders = new Map<TensorDocument, number>();
  /** What a page shows in place of its editor's own file, by the address of that. */
  readonly #shownIn = new Map<string, Uri>();
  /** Tensors that someone asked to see, by the file's address, until its page takes them. */
  readonly #asked = new Map<string, string>();
  readonly #askedFor = new Emitter<Uri>();
  /** Fires with a file of which a tensor is to be shown. */
  readonly onDidAsk = this.#askedFor.event;
  readonly #activeChanged = new Emitter<ShownTensor | undefined>();
  readonly onDidChangeActive = this.#activeChanged.event;
  #active: ShownTensor | undefined;

  get active(): ShownTensor | undefined {
    return this.#active;
  }

  get(uri: Uri): TensorDocument | undefined {
    return this.#byUri.get(uri.toString());
  }

  /** The document of a file: the one that is open, else what `open` makes. The last who lets go closes it. */
  hold(uri: Uri, open: (uri: Uri) => TensorDocument): Hold {
    const document = this.get(uri) ?? open(uri);
    this.add(document);
    this.#holders.set(document, (this.#holders.get(document) ?? 0) + 1);
    let isHeld = true;
    const dispose = () => {
      if (!isHeld) return;
      isHeld = false;
      const left = this.#holders.get(document)! - 1;
      this.#holders.set(document, left);
      if (left > 0) return;
      this.#holders.delete(document);
      document.dispose();
    };
    return { document, dispose };
  }

  /** The file that the editor of a file shows: another one of its folder, or itself. */
  shownIn(uri: Uri): Uri {
    return this.#shownIn.get(uri.toString()) ?? uri;
  }

  /** Notes what an editor shows in place of its own file. */
  setShownIn(own: Uri, shown: Uri): void {
    if (own.toString() === shown.toString()) this.#shownIn.delete(own.toString());
    else this.#shownIn.set(own.toString(), shown);
  }

  /** Has a tensor of a file shown by name, by its open page or by the next that opens it. */
  ask(uri: Uri, tensor: string): void {
    this.#asked.set(uri.toString(), tensor);
    this.#askedFor.fire(uri);
  }

  /** What was asked for in a file; once taken it is not asked for any more. */
  takeAsked(uri: Uri): string | null {
    const tensor = this.#asked.get(uri.toString()) ?? null;
    this.#asked.delete(uri.toString());
    return tensor;
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
    this.#askedFor.dispose();
    this.#activeChanged.dispose();
  }
}
