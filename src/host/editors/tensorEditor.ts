import type * as vscode from 'vscode';
import type { Picture } from '../../core/render/picture';
import { type MessagePortLike, Rpc } from '../../protocol/rpc';
import type {
  DocumentState,
  HostMethods,
  TensorPictureRequest,
  WebviewEvents,
} from '../../protocol/webviewMethods';
import { config } from '../config';
import type { Services } from '../services';
import { FirstPictures } from './firstPictures';
import { hostMethods } from './hostMethods';
import { webviewStrings } from './strings';
import type { TensorDocument } from './tensorDocument';
import { webviewHtml, webviewRoots } from './webviewHtml';

/** One editor on a document: a webview and its conversation with the host. */
export class TensorEditor implements vscode.Disposable {
  readonly document: TensorDocument;
  readonly panel: vscode.WebviewPanel;
  readonly #services: Services;
  readonly #rpc: Rpc<HostMethods, WebviewEvents>;
  readonly #disposables: vscode.Disposable[] = [];
  #first: FirstPictures | null = null;
  #telling: Promise<void> | null = null;
  #pageReady: () => void = () => {};
  readonly #ready = new Promise<null>(resolve => {
    this.#pageReady = () => resolve(null);
  });
  #tensor = 0;

  constructor(document: TensorDocument, panel: vscode.WebviewPanel, services: Services) {
    this.document = document;
    this.panel = panel;
    this.#services = services;
    panel.webview.options = {
      enableScripts: true,
      enableForms: false,
      localResourceRoots: webviewRoots(services.extensionUri),
    };
    this.#rpc = new Rpc<HostMethods, WebviewEvents>(
      portOf(panel.webview),
      hostMethods(this, services),
      { warn: text => services.log.warn(`webview: ${text}`) },
    );
    this.#disposables.push(
      document.onDidOpen(() => void this.#opened()),
      document.onDidChangeFindings(findings => this.#tell('findings', { findings })),
      panel.onDidChangeViewState(() => this.#announce()),
    );
    panel.onDidDispose(() => this.dispose());
    panel.webview.html = webviewHtml(panel.webview, services.extensionUri);
    this.#announce();
    if (document.revision > 0) void this.#opened();
  }

  #state(): DocumentState {
    return {
      revision: this.document.revision,
      file: this.document.file,
      failure: this.document.failure,
      settings: config.view(),
      first: [],
      strings: webviewStrings(),
      remembered: this.#services.files.page(this.document.uri),
    };
  }

  /** The state, for a page that is ready: it waits no longer for the first picture. */
  async told(): Promise<DocumentState> {
    this.#pageReady();
    await this.document.opened();
    await this.#telling;
    return this.#state();
  }

  /** The picture that the page was expected to ask for, where it asks for that one. */
  expected(wanted: TensorPictureRequest, ask: () => Promise<Picture>): Promise<Picture> | null {
    return this.#first?.answer(wanted, ask) ?? null;
  }

  /** The webview says which tensor it shows; the status bar and commands follow. */
  shows(tensor: number): void {
    this.#tensor = tensor;
    this.#announce();
  }

  select(tensor: number): void {
    this.#tell('select', { tensor });
  }

  dispose(): void {
    this.#first?.dispose();
    this.#rpc.dispose('The editor was closed');
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
    if (this.#services.documents.active?.document === this.document) {
      this.#services.documents.setActive(undefined);
    }
  }

  /** Tells the page before it asks: what is posted while it loads waits there for it. */
  #opened(): Promise<void> {
    const isNew = this.#telling === null;
    this.#first?.dispose();
    this.#first = isNew ? this.#expect() : null;
    this.#telling = this.#tellDocument();
    return this.#telling;
  }

  #expect(): FirstPictures {
    const { files } = this.#services;
    const { document } = this;
    return files.page(document.uri) === null
      ? FirstPictures.ofUntouched(document)
      : FirstPictures.again(document, files.opening(document.uri));
  }

  async #tellDocument(): Promise<void> {
    const first = (await this.#first?.before(this.#ready)) ?? [];
    this.#tell('document', { ...this.#state(), first });
  }

  #announce(): void {
    const { documents } = this.#services;
    if (this.panel.active) documents.setActive({ document: this.document, tensor: this.#tensor });
    else if (documents.active?.document === this.document) documents.setActive(undefined);
  }

  #tell<K extends keyof WebviewEvents>(event: K, params: Parameters<WebviewEvents[K]>[0]): void {
    const call = this.#rpc.call as (event: K, params: unknown) => Promise<unknown>;
    call.call(this.#rpc, event, params).catch((error: unknown) => {
      this.#services.log.debug(`webview ${event}: ${String(error)}`);
    });
  }
}

function portOf(webview: vscode.Webview): MessagePortLike {
  return {
    post: message => void webview.postMessage(message),
    onMessage: listener => webview.onDidReceiveMessage(listener),
  };
}
