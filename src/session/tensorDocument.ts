import type { Finding } from '../core/findings';
import { t } from '../core/l10n';
import type { EngineMethods, FileInfo, FileReference } from '../protocol/engineMethods';
import { type ParamsOf, type ResultOf, RpcError } from '../protocol/rpc';
import type { OpenFailure } from '../protocol/webviewMethods';
import { Debouncer } from './async';
import type { Hold } from './documents';
import type { EngineCallOptions } from './engine';
import { type Disposable, disposeAll, Emitter } from './events';
import { locate } from './location';
import { failureOf, findingOf, isGone } from './openFailure';
import { overridesOf } from './overrides';
import type { Session } from './session';
import type { Uri } from './uri';

const RELOAD_DELAY_MS = 250;

type FileMethod =
  | 'picture'
  | 'stats'
  | 'values'
  | 'checkValues'
  | 'offers'
  | 'saveSlice'
  | 'loadCode';
type Rest<K extends FileMethod> = Omit<ParamsOf<EngineMethods[K]>, 'fileId'>;

/** One opened tensor file, shared by all its editors; it follows the file on disk. */
export class TensorDocument implements Disposable {
  readonly uri: Uri;
  readonly #session: Session;
  readonly #disposables: Disposable[] = [];
  readonly #opened = new Emitter<void>();
  readonly #findingsChanged = new Emitter<readonly Finding[]>();
  /** Fires when the file was opened anew: it, a kind, or a setting changed. */
  readonly onDidOpen = this.#opened.event;
  readonly onDidChangeFindings = this.#findingsChanged.event;
  #file: FileInfo | null = null;
  #failure: OpenFailure | null = null;
  #isGone = false;
  /** Of the file as it was opened. */
  #stamp: string | null = null;
  /** The tensors whose values were read. */
  #checked = new Set<number>();
  #generation = 0;
  #revision = 0;
  #disposed = false;
  #opening: Promise<void> | undefined;

  constructor(uri: Uri, session: Session) {
    this.uri = uri;
    this.#session = session;
    const reload = new Debouncer(RELOAD_DELAY_MS);
    const later = () => reload.trigger('reload', () => void this.open());
    this.#disposables.push(
      session.workspace.files.watchFile(uri, later),
      reload,
      this.#opened,
      this.#findingsChanged,
      session.kinds.onDidChange(changed => this.#openIf(changed)),
      session.readings.onDidChange(changed => this.#openIf(changed)),
      session.projects.onDidChange(later),
      session.workspace.settings.onDidChange(change => {
        if (change.affects(undefined, uri)) later();
      }),
    );
  }

  get file(): FileInfo | null {
    return this.#file;
  }

  get failure(): OpenFailure | null {
    return this.#failure;
  }

  /** Whether what is found includes what a tensor's values say, or those of all tensors. */
  hasValues(tensor?: number): boolean {
    if (tensor !== undefined) return this.#checked.has(tensor);
    return this.#file !== null && this.#checked.size >= this.#file.tensors.length;
  }

  /** How many tensors have values that were not read. */
  get unread(): number {
    return Math.max(0, (this.#file?.tensors.length ?? 0) - this.#checked.size);
  }

  /** How often the file was opened; 0 before the first time has ended. */
  get revision(): number {
    return this.#revision;
  }

  /** Resolves once the file is open, or failed to. */
  async opened(): Promise<void> {
    await this.#opening;
  }

  /** Opens the file, or opens it again. Never throws: a failure is a state that the editor shows. */
  open(): Promise<void> {
    this.#opening = (this.#opening ?? Promise.resolve()).then(() => this.#open());
    return this.#opening;
  }

  /** Asks the engine about this file. */
  async ask<K extends FileMethod>(
    method: K,
    rest: Rest<K>,
    options?: EngineCallOptions,
  ): Promise<ResultOf<EngineMethods[K]>> {
    const { fileId } = await this.#openFile();
    const params = { ...rest, fileId } as unknown as ParamsOf<EngineMethods[K]>;
    return this.#session.engine.call(method, params, options);
  }

  /** How a conversion names this file to the engine: nothing of it is read again. */
  async reference(): Promise<FileReference> {
    const { fileId } = await this.#openFile();
    return { type: 'opened', fileId };
  }

  /** Reads values and runs the value rules on some tensors, or on all. */
  async checkValues(
    tensors: readonly number[] | undefined,
    options?: EngineCallOptions,
  ): Promise<Finding[]> {
    await this.#openFile();
    const [stamp, revision] = [this.#stamp, this.#revision];
    const found = await this.ask('checkValues', tensors ? { tensors } : {}, options);
    // Of the file as it was: it has been opened anew since, and says for itself what is found.
    if (revision !== this.#revision) return found;
    // What is remembered of the whole file has these findings too, and those of other tensors.
    const isKnown = tensors !== undefined && this.hasValues();
    const findings = isKnown ? [...(this.#file?.findings ?? found)] : found;
    if (this.#file && !isKnown) {
      this.#file = { ...this.#file, findings };
      for (const index of tensors ?? this.#file.tensors.keys()) this.#checked.add(index);
      if (this.hasValues()) this.#session.checkedValues.put(this.uri, stamp, findings);
    }
    this.#publish();
    return findings;
  }

  /** The open file; after the engine was restarted it is opened first. @throws why it is not open. */
  async #openFile(): Promise<FileInfo> {
    await this.#opening;
    if (this.#generation !== this.#session.engine.generation) await this.open();
    if (!this.#file) throw new Error(this.#failure?.message ?? t('The file is not open'));
    return this.#file;
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
    this.#session.documents.delete(this);
    this.#session.findings.closed(this.uri);
    disposeAll(this.#disposables);
  }

  #openIf(changed: Uri): void {
    if (changed.toString() === this.uri.toString()) void this.open();
  }

  async #open(): Promise<void> {
    if (this.#disposed) return;
    const { engine, workspace } = this.#session;
    this.#release();
    try {
      const location = await locate(workspace, this.uri);
      const overrides = await overridesOf(this.#session, this.uri);
      this.#stamp = await this.#session.checkedValues.stampOf(this.uri, overrides);
      const file = await engine.call('open', { location, overrides });
      const known = this.#session.checkedValues.of(this.uri, this.#stamp);
      this.#file = known ? { ...file, findings: known } : file;
      this.#checked = new Set(known ? file.tensors.keys() : []);
      this.#failure = null;
      this.#isGone = false;
      this.#session.folders.add([this.uri]);
      if (this.#disposed) this.#release();
    } catch (error) {
      if (this.#disposed) return;
      this.#failure = failureOf(error);
      this.#isGone = await isGone(workspace, this.uri);
      workspace.log.error(`${this.uri.toString(true)}: ${this.#failure.message}`, stackOf(error));
    }
    this.#generation = engine.generation;
    this.#revision++;
    this.#publish();
    this.#opened.fire();
  }

  #publish(): void {
    // The page says that a file is gone; in Problems nobody could mend it.
    const failure = this.#isGone ? null : this.#failure;
    const findings = this.#file?.findings ?? (failure ? [findingOf(failure)] : []);
    this.#session.findings.setOpen(this.uri, findings, this.hasValues());
    this.#findingsChanged.fire(findings);
  }

  #release(): void {
    const file = this.#file;
    this.#file = null;
    if (!file || this.#generation !== this.#session.engine.generation) return;
    this.#session.engine
      .call('close', { fileId: file.fileId })
      .catch((error: unknown) => this.#session.workspace.log.warn(`close: ${String(error)}`));
  }
}

/** The document of a file, opened where it is not, for as long as it is held. */
export function holdDocument(session: Session, uri: Uri): Hold {
  return session.documents.hold(uri, address => {
    const document = new TensorDocument(address, session);
    void document.open();
    return document;
  });
}

function stackOf(error: unknown): string {
  if (error instanceof RpcError) return error.remoteStack ?? '';
  return error instanceof Error ? (error.stack ?? '') : '';
}
