import type { Picture } from '../core/render/picture';
import { CancelledError, type MessagePortLike, Rpc } from '../protocol/rpc';
import type {
  DocumentState,
  HostMethods,
  ReadingProgress,
  TensorPictureRequest,
  WebviewEvents,
} from '../protocol/webviewMethods';
import type { Hold } from './documents';
import { type Disposable, disposeAll, type Event } from './events';
import { FirstPictures } from './firstPictures';
import { fileBeside } from './folder';
import { type EditorActions, HostHandlers } from './hostMethods';
import { isGone } from './openFailure';
import { folderOf } from './projectChoices';
import type { Session } from './session';
import { viewSettings } from './settingsOf';
import { holdDocument, type TensorDocument } from './tensorDocument';
import { fileNameOf, type Uri } from './uri';

/** The page of an editor: what it says and hears, and whether the user is in it. */
export interface Page extends MessagePortLike {
  readonly isActive: boolean;
  readonly onDidChangeActive: Event<unknown>;
  /** Hears which file of its folder is shown in place of the editor's own; null when that is shown again. */
  entitle(fileName: string | null): void;
  /** Hears that the page has come up. */
  isUp(): void;
  /** Loads the page anew. */
  reload(): void;
}

/** A document that a page shows or is about to, with the pictures that it opens with. */
interface Opened extends Hold {
  readonly first: FirstPictures | null;
}

/** One editor: a page and its conversation with the host, on the editor's own file or another of its folder. */
export class EditorSession implements Disposable {
  readonly #own: TensorDocument;
  #document: TensorDocument;
  /** Keeps what is shown open; the own document is kept by whoever made it. */
  #hold: Disposable | null = null;
  /** Opened for the page, which has not shown it yet. */
  #next: Opened | null = null;
  #listening: Disposable[] = [];
  readonly #page: Page;
  readonly #session: Session;
  readonly #rpc: Rpc<HostMethods, WebviewEvents>;
  readonly #handlers: HostHandlers;
  readonly #disposables: Disposable[] = [];
  #first: FirstPictures | null = null;
  #notifying: Promise<void> | null = null;
  #pageReady: () => void = () => {};
  readonly #ready = new Promise<null>(resolve => {
    this.#pageReady = () => resolve(null);
  });
  #tensor = 0;
  /** The tensor that the page is to open with, until it shows one. */
  #asked: string | null;
  #isDisposed = false;

  constructor(document: TensorDocument, page: Page, session: Session, actions: EditorActions) {
    this.#own = document;
    this.#document = document;
    this.#asked = session.documents.takeAsked(document.uri);
    this.#page = page;
    this.#session = session;
    this.#handlers = new HostHandlers(this, session, actions);
    this.#rpc = new Rpc<HostMethods, WebviewEvents>(page, this.#handlers.methods, {
      warn: text => session.workspace.log.warn(`webview: ${text}`),
    });
    this.#disposables.push(
      this.#handlers,
      page.onDidChangeActive(() => this.#announce()),
      session.documents.onDidAsk(uri => this.#takeAsked(uri)),
    );
    this.#listen();
    this.#announce();
    if (document.revision > 0) void this.#opened();
  }

  /** What the page shows: all that it asks is about this file. */
  get document(): TensorDocument {
    return this.#document;
  }

  /**
   * The state, for a page that is ready: it waits no longer for the first picture. A page that comes back and had
   * shown another file gets that one, as long as it is there.
   */
  async stateWhenReady(file: string | null): Promise<DocumentState> {
    this.#pageReady();
    this.#page.isUp();
    const wanted = file ?? fileNameOf(this.#own.uri);
    const isShown = wanted === fileNameOf(this.document.uri);
    if (!isShown && (await this.#isThere(wanted))) return this.openBeside(wanted);
    await this.document.opened();
    await this.#notifying;
    return this.#stateOf(this.document);
  }

  /** Opens another file of the folder for the page, which shows it next. @throws Error for a name that is none. */
  async openBeside(file: string): Promise<DocumentState> {
    const uri = fileBeside(this.#own.uri, file);
    const { document, dispose } = this.#holdOf(uri);
    await document.opened();
    if (this.#isDisposed) {
      dispose();
      throw new CancelledError();
    }
    this.#dropNext();
    this.#next = { document, dispose, first: this.#expect(document) };
    return this.#stateOf(document);
  }

  /** The picture that the page was expected to ask for, where it asks for that one. */
  prefetched(wanted: TensorPictureRequest, ask: () => Promise<Picture>): Promise<Picture> | null {
    return this.#first?.answer(wanted, ask) ?? null;
  }

  /** The page says which file it shows; the tab follows, and all that it asks from now on is about that one. */
  showsFile(file: string): void {
    const next = this.#next;
    if (next && fileNameOf(next.document.uri) === file) this.#follow(next);
  }

  /** The page says which tensor it shows; the status bar and commands follow. */
  shows(tensor: number): void {
    this.#tensor = tensor;
    this.#asked = null;
    this.#announce();
  }

  /** Tells the page how far a request of its is. */
  progressOf(request: number): (progress: ReadingProgress) => void {
    return ({ doneBytes, totalBytes }) =>
      this.#notify('progress', { request, doneBytes, totalBytes });
  }

  /** A page that is up shows it at once; one that is not opens with it. */
  #takeAsked(uri: Uri): void {
    if (uri.toString() !== this.document.uri.toString()) return;
    const name = this.#session.documents.takeAsked(uri);
    this.#asked = name;
    const tensor = this.document.file?.tensors.findIndex(each => each.name === name) ?? -1;
    if (tensor >= 0) this.#notify('select', { tensor });
  }

  dispose(): void {
    const { documents } = this.#session;
    this.#isDisposed = true;
    this.#first?.dispose();
    this.#dropNext();
    this.#rpc.dispose('The editor was closed');
    disposeAll(this.#listening);
    disposeAll(this.#disposables);
    if (documents.active?.document === this.document) documents.setActive(undefined);
    documents.setShownIn(this.#own.uri, this.#own.uri);
    this.#hold?.dispose();
  }

  #listen(): void {
    const document = this.#document;
    const file = fileNameOf(document.uri);
    disposeAll(this.#listening);
    this.#listening.push(
      document.onDidOpen(() => void this.#opened()),
      document.onDidChangeFindings(findings =>
        this.#notify('findings', { file, findings, unread: document.unread }),
      ),
    );
  }

  /** Goes over to a file that the page shows now. */
  #follow(next: Opened): void {
    const { documents } = this.#session;
    const before = this.#hold;
    this.#next = null;
    this.#first?.dispose();
    this.#first = next.first;
    if (documents.active?.document === this.#document) documents.setActive(undefined);
    this.#document = next.document;
    this.#hold = next;
    // It has been told of what is open by now; of what changes it is told from here on.
    this.#notifying = Promise.resolve();
    this.#tensor = 0;
    this.#listen();
    documents.setShownIn(this.#own.uri, next.document.uri);
    this.#announce();
    this.#page.entitle(this.#isOwn(next.document) ? null : fileNameOf(next.document.uri));
    before?.dispose();
  }

  /** The own document needs no hold: it stays open as long as the editor. */
  #holdOf(uri: Uri): Hold {
    if (uri.toString() !== this.#own.uri.toString()) return holdDocument(this.#session, uri);
    return { document: this.#own, dispose: () => undefined };
  }

  #dropNext(): void {
    this.#next?.first?.dispose();
    this.#next?.dispose();
    this.#next = null;
  }

  #isOwn(document: TensorDocument): boolean {
    return document === this.#own;
  }

  /** Whether a file of the folder can be shown. */
  async #isThere(file: string): Promise<boolean> {
    try {
      return !(await isGone(this.#session.workspace, fileBeside(this.#own.uri, file)));
    } catch {
      return false;
    }
  }

  #stateOf(document: TensorDocument): DocumentState {
    const { workspace, viewStates } = this.#session;
    return {
      fileName: fileNameOf(document.uri),
      isOwn: this.#isOwn(document),
      revision: document.revision,
      file: document.file,
      failure: document.failure,
      unread: document.unread,
      path: folderOf(workspace.files.folders, document.uri)
        ? workspace.files.relativePath(document.uri)
        : null,
      settings: viewSettings(workspace.settings),
      first: [],
      strings: workspace.strings,
      remembered: viewStates.page(document.uri),
      asked: this.#isOwn(document) ? this.#asked : null,
    };
  }

  /** Tells the page before it asks: what is posted while it loads waits there for it. */
  #opened(): Promise<void> {
    const isNew = this.#notifying === null;
    this.#first?.dispose();
    this.#first = isNew ? this.#expect(this.document) : null;
    this.#notifying = this.#notifyDocument();
    return this.#notifying;
  }

  #expect(document: TensorDocument): FirstPictures {
    const { viewStates } = this.#session;
    return viewStates.page(document.uri) === null
      ? FirstPictures.ofUntouched(document)
      : FirstPictures.again(document, viewStates.opening(document.uri));
  }

  async #notifyDocument(): Promise<void> {
    const { document } = this;
    const first = (await this.#first?.before(this.#ready)) ?? [];
    this.#notify('document', { ...this.#stateOf(document), first });
  }

  #announce(): void {
    const { documents } = this.#session;
    const step = (by: 1 | -1) => this.#notify('step', { by });
    const reload = () => this.#page.reload();
    if (this.#page.isActive)
      documents.setActive({ document: this.document, tensor: this.#tensor, step, reload });
    else if (documents.active?.document === this.document) documents.setActive(undefined);
  }

  #notify<K extends keyof WebviewEvents>(event: K, params: Parameters<WebviewEvents[K]>[0]): void {
    const call = this.#rpc.call as (event: K, params: unknown) => Promise<unknown>;
    call.call(this.#rpc, event, params).catch((error: unknown) => {
      this.#session.workspace.log.debug(`webview ${event}: ${String(error)}`);
    });
  }
}
