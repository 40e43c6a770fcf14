import { dirname } from 'node:path';
import type { Strings } from '../../../src/core/l10n';
import { EditorSession } from '../../../src/session/editorSession';
import type { Engine } from '../../../src/session/engine';
import { Emitter } from '../../../src/session/events';
import type { EditorActions } from '../../../src/session/hostMethods';
import { createSession, type Session } from '../../../src/session/session';
import { TensorDocument } from '../../../src/session/tensorDocument';
import { MemoryWorkspace, uriOf } from '../../session/support/memoryWorkspace';

/** Larger files are shown by their headers alone, so that a page opens at once. */
const CHECKED_BYTES = 16 * 1024 * 1024;
const CHECKED_TENSORS = 200;

/** Nobody is there to do these: tests read what the page asked for. */
const NO_ACTIONS: EditorActions = {
  convert: async () => {},
  saveSlice: async () => {},
  savePng: async () => {},
  openAs: async () => {},
  openMetadata: async () => {},
  ignore: async () => {},
  giveKind: async () => {},
  openRule: () => {},
  copyText: async () => {},
  showCopied: () => {},
  showLog: () => {},
};

interface Message {
  readonly rpc: string;
  readonly id: number;
}

/** One page: its messages go into the product's own session, and what comes back is handed to its requests. */
export class HarnessPage {
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  readonly #events: unknown[] = [];
  readonly #document: TensorDocument;
  readonly #editor: EditorSession;
  #toHost: (message: unknown) => void = () => {};
  #listener: ((event: unknown) => void) | undefined;

  constructor(document: TensorDocument, session: Session) {
    this.#document = document;
    const page = {
      post: (message: unknown) => this.#take(message as Message),
      onMessage: (listener: (message: unknown) => void) => {
        this.#toHost = listener;
      },
      isActive: true,
      onDidChangeActive: new Emitter<void>().event,
      entitle: () => {},
      isUp: () => {},
      reload: () => {},
    };
    this.#editor = new EditorSession(document, page, session, NO_ACTIONS);
  }

  /** A message that waits for no answer. */
  hear(message: Message): void {
    this.#toHost(message);
  }

  /** The answer to a call. */
  ask(message: Message): Promise<unknown> {
    return new Promise(resolve => {
      this.#waiting.set(message.id, resolve);
      this.#toHost(message);
    });
  }

  /** Hears what the host says unasked, from the start on. */
  listen(listener: (event: unknown) => void): void {
    this.#listener = listener;
    for (const event of this.#events.splice(0)) listener(event);
  }

  dispose(): void {
    this.#editor.dispose();
    this.#document.dispose();
  }

  #take(message: Message): void {
    if (message.rpc === 'result' || message.rpc === 'error') {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    } else if (this.#listener) this.#listener(message);
    else this.#events.push(message);
  }
}

/** The engine that a page speaks to, and the page's texts. */
type EngineOf = (
  query: URLSearchParams,
) => Promise<{ readonly call: Engine['call']; readonly strings: Strings }>;

/** Opens pages, each in a session of its own, but for those of a file that remembers. */
export class PageSessions {
  readonly #engineOf: EngineOf;
  readonly #remembering = new Map<string, Session & { readonly workspace: MemoryWorkspace }>();

  constructor(engineOf: EngineOf) {
    this.#engineOf = engineOf;
  }

  async open(query: URLSearchParams): Promise<HarnessPage> {
    const path = query.get('file') ?? '';
    const session = await this.#sessionFor(path, query);
    const chosen = query.get('chosen');
    session.workspace.chosenFile = chosen === null ? undefined : uriOf(chosen, 'file');
    const document = new TensorDocument(uriOf(path, 'file'), session);
    // The file lies in a folder of the workspace, as it mostly does.
    session.workspace.folders.splice(0, Infinity, uriOf(dirname(dirname(path)), 'file'));
    session.documents.add(document);
    await document.open();
    const { file } = document;
    if (file && file.byteLength <= CHECKED_BYTES && file.tensors.length <= CHECKED_TENSORS)
      await document.checkValues(undefined);
    return new HarnessPage(document, session);
  }

  async #sessionFor(path: string, query: URLSearchParams) {
    const key = query.has('remembers') ? `${query.get('pseudo')} ${path}` : undefined;
    const known = key === undefined ? undefined : this.#remembering.get(key);
    if (known) return known;
    const { call, strings } = await this.#engineOf(query);
    const workspace = new MemoryWorkspace();
    workspace.strings = strings;
    const session = { ...createSession(workspace, { generation: 1, call }), workspace };
    if (key !== undefined) this.#remembering.set(key, session);
    return session;
  }
}
