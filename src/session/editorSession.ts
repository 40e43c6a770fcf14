import type { Picture } from '../core/render/picture';
import { type MessagePortLike, Rpc } from '../protocol/rpc';
import type {
  DocumentState,
  HostMethods,
  TensorPictureRequest,
  WebviewEvents,
} from '../protocol/webviewMethods';
import { type Disposable, disposeAll, type Event } from './events';
import { FirstPictures } from './firstPictures';
import { type EditorActions, HostHandlers } from './hostMethods';
import type { Session } from './session';
import { viewSettings } from './settingsOf';
import type { TensorDocument } from './tensorDocument';

/** The page of an editor: what it says and hears, and whether the user is in it. */
export interface Page extends MessagePortLike {
  readonly isActive: boolean;
  readonly onDidChangeActive: Event<unknown>;
}

/** One editor on a document: a page and its conversation with the host. */
export class EditorSession implements Disposable {
  readonly document: TensorDocument;
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
  /** Resolves once the page is up for the first time. */
  readonly whenReady: Promise<unknown> = this.#ready;
  #tensor = 0;

  constructor(document: TensorDocument, page: Page, session: Session, actions: EditorActions) {
    this.document = document;
    this.#page = page;
    this.#session = session;
    this.#handlers = new HostHandlers(this, session, actions);
    this.#rpc = new Rpc<HostMethods, WebviewEvents>(page, this.#handlers.methods, {
      warn: text => session.workspace.log.warn(`webview: ${text}`),
    });
    this.#disposables.push(
      this.#handlers,
      document.onDidOpen(() => void this.#opened()),
      document.onDidChangeFindings(findings => this.#notify('findings', { findings })),
      page.onDidChangeActive(() => this.#announce()),
    );
    this.#announce();
    if (document.revision > 0) void this.#opened();
  }

  /** The state, for a page that is ready: it waits no longer for the first picture. */
  async stateWhenReady(): Promise<DocumentState> {
    this.#pageReady();
    await this.document.opened();
    await this.#notifying;
    return this.#state();
  }

  /** The picture that the page was expected to ask for, where it asks for that one. */
  prefetched(wanted: TensorPictureRequest, ask: () => Promise<Picture>): Promise<Picture> | null {
    return this.#first?.answer(wanted, ask) ?? null;
  }

  /** The page says which tensor it shows; the status bar and commands follow. */
  shows(tensor: number): void {
    this.#tensor = tensor;
    this.#announce();
  }

  /** Has the page show another tensor. */
  select(tensor: number): void {
    this.#notify('select', { tensor });
  }

  dispose(): void {
    this.#first?.dispose();
    this.#rpc.dispose('The editor was closed');
    disposeAll(this.#disposables);
    if (this.#session.documents.active?.document === this.document) {
      this.#session.documents.setActive(undefined);
    }
  }

  #state(): DocumentState {
    const { workspace, viewStates } = this.#session;
    return {
      revision: this.document.revision,
      file: this.document.file,
      failure: this.document.failure,
      settings: viewSettings(workspace.settings),
      first: [],
      strings: workspace.strings,
      remembered: viewStates.page(this.document.uri),
    };
  }

  /** Tells the page before it asks: what is posted while it loads waits there for it. */
  #opened(): Promise<void> {
    const isNew = this.#notifying === null;
    this.#first?.dispose();
    this.#first = isNew ? this.#expect() : null;
    this.#notifying = this.#notifyDocument();
    return this.#notifying;
  }

  #expect(): FirstPictures {
    const { viewStates } = this.#session;
    const { document } = this;
    return viewStates.page(document.uri) === null
      ? FirstPictures.ofUntouched(document)
      : FirstPictures.again(document, viewStates.opening(document.uri));
  }

  async #notifyDocument(): Promise<void> {
    const first = (await this.#first?.before(this.#ready)) ?? [];
    this.#notify('document', { ...this.#state(), first });
  }

  #announce(): void {
    const { documents } = this.#session;
    if (this.#page.isActive) documents.setActive({ document: this.document, tensor: this.#tensor });
    else if (documents.active?.document === this.document) documents.setActive(undefined);
  }

  #notify<K extends keyof WebviewEvents>(event: K, params: Parameters<WebviewEvents[K]>[0]): void {
    const call = this.#rpc.call as (event: K, params: unknown) => Promise<unknown>;
    call.call(this.#rpc, event, params).catch((error: unknown) => {
      this.#session.workspace.log.debug(`webview ${event}: ${String(error)}`);
    });
  }
}
