import { KINDS } from '../core/contracts/index';
import type { ConversionId } from '../core/convert/conversionIds';
import { t } from '../core/l10n';
import { SETTINGS } from '../core/settings/settings';
import type { AxisRange } from '../core/tensor/slice';
import type { FileInfo } from '../protocol/engineMethods';
import type { Handlers } from '../protocol/rpc';
import type { HostMethods } from '../protocol/webviewMethods';
import { Debouncer } from './async';
import { CompanionFiles } from './companionFiles';
import type { EditorSession } from './editorSession';
import { type Disposable, disposeAll } from './events';
import type { Session } from './session';
import { settingOf } from './settingsOf';
import type { TensorDocument } from './tensorDocument';
import { messageOf } from './workspace';

/** Values of a tensor up to this size are held to the value rules as soon as it is shown. */
const CHECKED_AT_ONCE_BYTES = 64 * 2 ** 20;
/** The picture of a tensor comes before the check of its values, and who walks the list rests first. */
const CHECK_DELAY_MS = 400;
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
  openRule(rule: string): void;
  copyText(text: string): Promise<void>;
  /** Says that something is on the clipboard now. */
  showCopied(what: string): void;
  showLog(): void;
}

/** What a page may ask. It is the less trusted side: every number and name is checked here or in the engine. */
export class HostHandlers implements Disposable {
  readonly methods: Handlers<HostMethods>;
  readonly #document: TensorDocument;
  readonly #session: Session;
  readonly #checks = new Debouncer(CHECK_DELAY_MS);
  readonly #companions: CompanionFiles;
  readonly #disposables: Disposable[];

  constructor(editor: EditorSession, session: Session, actions: EditorActions) {
    this.#document = editor.document;
    this.#session = session;
    this.#companions = new CompanionFiles(session, editor.document.uri);
    this.#disposables = [this.#checks, this.#companions];
    this.methods = {
      ...this.#readingMethods(editor),
      ...this.#companionMethods(),
      ...this.#choiceMethods(editor),
      ...this.#actionMethods(actions),
    };
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  #readingMethods(editor: EditorSession) {
    const document = this.#document;
    return {
      ready: () => editor.stateWhenReady(),
      reopen: () => document.open(),
      picture: ({ tensor, request }, { signal }) => {
        const asked = { tensor: this.#tensorOf(tensor), request };
        const ask = () => document.ask('picture', asked, { signal });
        return editor.prefetched(asked, ask) ?? ask();
      },
      stats: async ({ tensor, ranges, bins }, { signal }) => {
        const index = this.#tensorOf(tensor);
        const rest = { tensor: index, bins, ...(ranges ? { ranges } : {}) };
        const stats = await document.ask('stats', rest, { signal });
        // All values have been read now, so the value rules cost nothing more.
        if (!ranges) this.#checkLater(index);
        return stats;
      },
      values: ({ tensor, ranges }, { signal }) =>
        document.ask('values', { tensor: this.#tensorOf(tensor), ranges }, { signal }),
      checkValues: ({ tensor }, { signal }) =>
        document.checkValues([this.#tensorOf(tensor)], { signal }),
      offers: ({ tensor }, { signal }) =>
        document.ask('offers', { tensor: this.#tensorOf(tensor) }, { signal }),
    } satisfies Partial<Handlers<HostMethods>>;
  }

  #companionMethods() {
    return {
      borrow: () => this.#companions.choose(),
      borrowed: () => this.#companions.reopen(),
      borrowedPicture: ({ file, tensor, request }, { signal }) =>
        this.#companions.picture(file, tensor, request, signal),
    } satisfies Partial<Handlers<HostMethods>>;
  }

  #choiceMethods(editor: EditorSession) {
    const { kinds, readings, viewStates } = this.#session;
    const document = this.#document;
    return {
      setKind: async ({ tensor, kind }) => {
        if (kind !== null && kind !== 'auto' && !KINDS.includes(kind)) return;
        const name = document.file?.tensors[this.#tensorOf(tensor)]?.name ?? '';
        await kinds.choose(document.uri, name, kind);
      },
      setReading: ({ reading }) =>
        readings.choose(document.uri, reading === 'stored' ? 'stored' : 'real'),
      show: ({ tensor }) => {
        const index = this.#tensorOf(tensor);
        editor.shows(index);
        // The picture reads these values anyway; larger tensors are checked with their statistics.
        if (document.file!.tensors[index]!.byteLength <= CHECKED_AT_ONCE_BYTES)
          this.#checkLater(index);
      },
      remember: ({ state, opening }) => viewStates.rememberPage(document.uri, state, opening),
    } satisfies Partial<Handlers<HostMethods>>;
  }

  #actionMethods(actions: EditorActions) {
    const document = this.#document;
    return {
      convert: async ({ tensor, conversion, options }) => {
        await actions.convert(document, this.#tensorOf(tensor), conversion, options);
      },
      saveSlice: ({ tensor, ranges }, { signal }) =>
        actions.saveSlice(document, this.#tensorOf(tensor), ranges, signal),
      savePng: ({ name, bytes }) => actions.savePng(document, String(name), bytes),
      openAs: ({ editor }) => actions.openAs(document, editor === 'binary' ? 'binary' : 'text'),
      openMetadata: ({ key }) => actions.openMetadata(document, String(key)),
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

  /** Whether the values of the whole file are few enough to be read unasked. */
  #isSmall({ tensors }: FileInfo): boolean {
    const { settings } = this.#session.workspace;
    if (settingOf(settings, SETTINGS.lintRun) === 'off') return false;
    const bytes = tensors.reduce((sum, each) => sum + each.byteLength, 0);
    return bytes <= settingOf(settings, SETTINGS.lintValuesUpToMiB) * 2 ** 20;
  }

  #checkLater(index: number): void {
    if (this.#document.hasValues(index)) return;
    this.#checks.trigger('check', () => {
      // Meanwhile the file may have been cut, deleted or opened anew.
      const { file } = this.#document;
      if (!file || index >= file.tensors.length) return;
      this.#document
        .checkValues(this.#isSmall(file) ? undefined : [index])
        .catch(error => this.#session.workspace.log.warn(messageOf(error)));
    });
  }
}
