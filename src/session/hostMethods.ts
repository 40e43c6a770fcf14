import { KINDS } from '../core/contracts/index';
import type { ConversionId } from '../core/convert/conversionIds';
import { t } from '../core/l10n';
import { SETTINGS } from '../core/settings/settings';
import type { AxisRange } from '../core/tensor/slice';
import type { FileInfo } from '../protocol/engineMethods';
import type { Handlers } from '../protocol/rpc';
import type { HostMethods, IgnoreScope } from '../protocol/webviewMethods';
import { Debouncer } from './async';
import { CompanionFiles } from './companionFiles';
import type { EditorSession } from './editorSession';
import { type Disposable, disposeAll } from './events';
import { filesBeside } from './folder';
import type { Session } from './session';
import { settingOf } from './settingsOf';
import type { TensorDocument } from './tensorDocument';
import { thumbnailOf } from './thumbnails';
import { fileNameOf } from './uri';
import { messageOf } from './workspace';

/** Values of a tensor up to this size are held to the value rules as soon as it is shown. */
const CHECKED_AT_ONCE_BYTES = 64 * 2 ** 20;
/** The picture of a tensor comes before the check of its values, and who walks the list rests first. */
const CHECK_DELAY_MS = 400;
const SCOPES: readonly IgnoreScope[] = ['file', 'folder', 'everywhere'];
const RULE_ID = /^[a-z]+\/[a-z0-9-]+$/;

/** What a page asks that only the workbench around the session can do. */
export interface EditorActions {
  convert(
    document: TensorDocument,
    tensor: number,
    conversion: ConversionId,
    options: Readonly<Record<string, string>> | undefined,
  ): Promise<void>;
  /** Asks for a place and writes the slice there. */
  saveSlice(
    document: TensorDocument,
    tensor: number,
    ranges: readonly AxisRange[],
    signal: AbortSignal,
  ): Promise<void>;
  /** Asks for a place and writes the bytes there; `name` is the tensor's. */
  savePng(document: TensorDocument, name: string, bytes: unknown): Promise<void>;
  openAs(document: TensorDocument, editor: 'text' | 'binary'): Promise<void>;
  openMetadata(document: TensorDocument, key: string): Promise<void>;
  /** Switches a rule off in the project's settings and says so. */
  ignore(document: TensorDocument, rule: string, scope: IgnoreScope): Promise<void>;
  /** Gives the tensor's kind to all of its name in the folder and says so. */
  giveKind(document: TensorDocument, tensor: number): Promise<void>;
  openRule(rule: string): void;
  copyText(text: string): Promise<void>;
  /** Says that something is on the clipboard now. */
  showCopied(what: string): void;
  showLog(): void;
}

/** What a page may ask. It is the less trusted side: every number and name is checked here or in the engine. */
export class HostHandlers implements Disposable {
  readonly methods: Handlers<HostMethods>;
  readonly #editor: EditorSession;
  readonly #session: Session;
  readonly #checks = new Debouncer(CHECK_DELAY_MS);
  readonly #companions: CompanionFiles;
  readonly #disposables: Disposable[];

  constructor(editor: EditorSession, session: Session, actions: EditorActions) {
    this.#editor = editor;
    this.#session = session;
    this.#companions = new CompanionFiles(session, () => this.#document.uri);
    this.#disposables = [this.#checks, this.#companions];
    this.methods = {
      ...this.#folderMethods(editor),
      ...this.#readingMethods(),
      ...this.#companionMethods(),
      ...this.#choiceMethods(editor),
      ...this.#actionMethods(actions),
    };
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  /** What the page shows now: it may go over to another file of the folder. */
  get #document(): TensorDocument {
    return this.#editor.document;
  }

  #folderMethods(editor: EditorSession) {
    return {
      ready: ({ file }) => editor.stateWhenReady(file === null ? null : String(file)),
      folder: () => filesBeside(this.#session, this.#document.uri),
      openBeside: ({ file }) => editor.openBeside(String(file)),
      thumbnail: ({ file }, { signal }) =>
        thumbnailOf(this.#session, this.#document.uri, String(file), signal),
    } satisfies Partial<Handlers<HostMethods>>;
  }

  #readingMethods() {
    return {
      reopen: () => this.#document.open(),
      picture: ({ tensor, request }, { signal }) => {
        const asked = { tensor: this.#tensorOf(tensor), request };
        const ask = () => this.#document.ask('picture', asked, { signal });
        return this.#editor.prefetched(asked, ask) ?? ask();
      },
      stats: async ({ tensor, ranges, bins }, { signal, id }) => {
        const index = this.#tensorOf(tensor);
        const rest = { tensor: index, bins, ...(ranges ? { ranges } : {}) };
        const options = { signal, onProgress: this.#editor.progressOf(id) };
        const stats = await this.#document.ask('stats', rest, options);
        // All values have been read now, so the value rules cost nothing more.
        if (!ranges) this.#checkLater(index);
        return stats;
      },
      values: ({ tensor, ranges }, { signal }) =>
        this.#document.ask('values', { tensor: this.#tensorOf(tensor), ranges }, { signal }),
      checkValues: ({ tensor }, { signal, id }) => {
        const tensors = tensor === null ? undefined : [this.#tensorOf(tensor)];
        const options = { signal, onProgress: this.#editor.progressOf(id) };
        return this.#document.checkValues(tensors, options);
      },
      loadCode: ({ tensor, ranges, isTurned }) => {
        const { uri } = this.#document;
        const path = uri.scheme === 'file' ? uri.fsPath : fileNameOf(uri);
        const part = { tensor: this.#tensorOf(tensor), ranges, isTurned: isTurned === true };
        return this.#document.ask('loadCode', { ...part, path });
      },
      offers: ({ tensor }, { signal }) =>
        this.#document.ask('offers', { tensor: this.#tensorOf(tensor) }, { signal }),
    } satisfies Partial<Handlers<HostMethods>>;
  }

  #companionMethods() {
    return {
      chooseCompanion: () => this.#companions.choose(),
      companions: () => this.#companions.reopen(),
      companionPicture: ({ file, tensor, request }, { signal }) =>
        this.#companions.picture(file, tensor, request, signal),
    } satisfies Partial<Handlers<HostMethods>>;
  }

  #choiceMethods(editor: EditorSession) {
    const { kinds, readings, viewStates } = this.#session;
    return {
      setKind: async ({ tensor, kind }) => {
        if (kind !== null && kind !== 'auto' && !KINDS.includes(kind)) return;
        const name = this.#document.file?.tensors[this.#tensorOf(tensor)]?.name ?? '';
        await kinds.choose(this.#document.uri, name, kind);
      },
      setReading: ({ reading }) =>
        readings.choose(this.#document.uri, reading === 'stored' ? 'stored' : 'real'),
      show: ({ file, tensor }) => {
        editor.showsFile(String(file));
        // A file that cannot be opened is shown too.
        if (!this.#document.file) return;
        const index = this.#tensorOf(tensor);
        editor.shows(index);
        // The picture reads these values anyway; larger tensors are checked with their statistics.
        if (this.#document.file.tensors[index]!.byteLength <= CHECKED_AT_ONCE_BYTES)
          this.#checkLater(index);
      },
      remember: ({ state, opening }) => viewStates.rememberPage(this.#document.uri, state, opening),
    } satisfies Partial<Handlers<HostMethods>>;
  }

  #actionMethods(actions: EditorActions) {
    return {
      convert: async ({ tensor, conversion, options }) => {
        await actions.convert(this.#document, this.#tensorOf(tensor), conversion, options);
      },
      saveSlice: ({ tensor, ranges }, { signal }) =>
        actions.saveSlice(this.#document, this.#tensorOf(tensor), ranges, signal),
      savePng: ({ name, bytes }) => actions.savePng(this.#document, String(name), bytes),
      openAs: ({ editor }) =>
        actions.openAs(this.#document, editor === 'binary' ? 'binary' : 'text'),
      openMetadata: ({ key }) => actions.openMetadata(this.#document, String(key)),
      ignore: async ({ rule, scope }) => {
        if (RULE_ID.test(rule) && SCOPES.includes(scope))
          await actions.ignore(this.#document, rule, scope);
      },
      giveKind: ({ tensor }) => actions.giveKind(this.#document, this.#tensorOf(tensor)),
      openRule: ({ rule }) => {
        if (RULE_ID.test(rule)) actions.openRule(rule);
      },
      copyText: async ({ text, what }) => {
        await actions.copyText(String(text));
        actions.showCopied(String(what));
      },
      copied: ({ what }) => actions.showCopied(String(what)),
      showLog: () => actions.showLog(),
    } satisfies Partial<Handlers<HostMethods>>;
  }

  #tensorOf(index: unknown): number {
    const count = this.#document.file?.tensors.length ?? 0;
    if (!Number.isInteger(index) || (index as number) < 0 || (index as number) >= count) {
      throw new Error(t`There is no tensor number ${String(index)} in this file`);
    }
    return index as number;
  }

  /** Whether the values of a whole file are few enough to be read unasked. */
  #isSmall({ tensors }: FileInfo): boolean {
    const { settings } = this.#session.workspace;
    if (settingOf(settings, SETTINGS.lintRun) === 'off') return false;
    const bytes = tensors.reduce((sum, each) => sum + each.byteLength, 0);
    return bytes <= settingOf(settings, SETTINGS.lintValuesUpToMiB) * 2 ** 20;
  }

  #checkLater(index: number): void {
    const document = this.#document;
    if (document.hasValues(index)) return;
    this.#checks.trigger('check', () => {
      // Meanwhile the page may have gone on to another file, or this one have been cut, deleted or opened anew.
      const { file } = document;
      if (document !== this.#document || !file || index >= file.tensors.length) return;
      document
        .checkValues(this.#isSmall(file) ? undefined : [index])
        .catch(error => this.#session.workspace.log.warn(messageOf(error)));
    });
  }
}
