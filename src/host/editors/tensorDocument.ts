import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Finding } from '../../core/findings';
import { t } from '../../core/l10n';
import type { EngineMethods, FileInfo, FileReference } from '../../protocol/engineMethods';
import { CancelledError, type ParamsOf, type ResultOf, RpcError } from '../../protocol/rpc';
import type { OpenFailure } from '../../protocol/webviewMethods';
import { Debouncer } from '../cancel';
import type { EngineCallOptions } from '../engineClient';
import { locate } from '../location';
import type { Services } from '../services';

const RELOAD_DELAY_MS = 250;

type FileMethod = 'picture' | 'stats' | 'values' | 'checkValues' | 'offers' | 'saveSlice';
type Rest<K extends FileMethod> = Omit<ParamsOf<EngineMethods[K]>, 'fileId'>;

/** One opened tensor file, shared by all its editors; it follows the file on disk. */
export class TensorDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly #services: Services;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #opened = new vscode.EventEmitter<void>();
  readonly #findingsChanged = new vscode.EventEmitter<readonly Finding[]>();
  /** Fires when the file was opened anew: it, a kind, or a setting changed. */
  readonly onDidOpen = this.#opened.event;
  readonly onDidChangeFindings = this.#findingsChanged.event;
  #file: FileInfo | null = null;
  #failure: OpenFailure | null = null;
  #generation = 0;
  #revision = 0;
  #disposed = false;
  #opening: Promise<void> | undefined;

  constructor(uri: vscode.Uri, services: Services) {
    this.uri = uri;
    this.#services = services;
    const reload = new Debouncer(RELOAD_DELAY_MS);
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, escapeGlob(basename(uri.path))),
    );
    const later = () => reload.trigger('reload', () => void this.open());
    watcher.onDidChange(later);
    watcher.onDidCreate(later);
    watcher.onDidDelete(later);
    this.#disposables.push(
      watcher,
      reload,
      this.#opened,
      this.#findingsChanged,
      services.kinds.onDidChange(changed => {
        if (changed.toString() === uri.toString()) void this.open();
      }),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('tensorLoupe', uri)) later();
      }),
    );
  }

  get file(): FileInfo | null {
    return this.#file;
  }

  get failure(): OpenFailure | null {
    return this.#failure;
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
    return this.#services.engine.call(method, params, options);
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
    const findings = await this.ask('checkValues', tensors ? { tensors } : {}, options);
    if (this.#file) this.#file = { ...this.#file, findings };
    this.#publish();
    return findings;
  }

  /** The open file; after the engine was restarted it is opened first. @throws why it is not open. */
  async #openFile(): Promise<FileInfo> {
    await this.#opening;
    if (this.#generation !== this.#services.engine.generation) await this.open();
    if (!this.#file) throw new Error(this.#failure?.message ?? t('The file is not open'));
    return this.#file;
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
    this.#services.documents.delete(this);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #open(): Promise<void> {
    if (this.#disposed) return;
    const { engine, kinds, log } = this.#services;
    this.#release();
    try {
      const location = await locate(this.uri);
      this.#file = await engine.call('open', { location, word: kinds.word(this.uri) });
      this.#failure = null;
      if (this.#disposed) this.#release();
    } catch (error) {
      if (this.#disposed) return;
      this.#failure = failureOf(error);
      log.error(`${this.uri.toString(true)}: ${this.#failure.message}`, stackOf(error));
    }
    this.#generation = engine.generation;
    this.#revision++;
    this.#publish();
    this.#opened.fire();
  }

  #publish(): void {
    const findings = this.#file?.findings ?? (this.#failure ? [findingOf(this.#failure)] : []);
    this.#services.diagnostics.setOpen(this.uri, findings);
    this.#findingsChanged.fire(findings);
  }

  #release(): void {
    const file = this.#file;
    this.#file = null;
    if (!file || this.#generation !== this.#services.engine.generation) return;
    this.#services.engine
      .call('close', { fileId: file.fileId })
      .catch((error: unknown) => this.#services.log.warn(`close: ${String(error)}`));
  }
}

/** The one finding of a file that cannot be opened. */
export function findingOf(failure: OpenFailure): Finding {
  return {
    rule: failure.rule ?? 'file/unreadable',
    severity: 'error',
    tensor: failure.tensor ?? null,
    message: failure.message,
    ...(failure.byteOffset === undefined ? {} : { byteOffset: failure.byteOffset }),
  };
}

/** What to show of an error that kept a file from opening. */
export function failureOf(error: unknown): OpenFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CancelledError) return { message };
  const data =
    error instanceof RpcError
      ? (error.data as { place?: OpenFailure; rule?: OpenFailure['rule'] } | undefined)
      : undefined;
  return {
    message,
    ...(data?.rule === undefined ? {} : { rule: data.rule }),
    ...(data?.place?.byteOffset === undefined ? {} : { byteOffset: data.place.byteOffset }),
    ...(data?.place?.tensor === undefined ? {} : { tensor: data.place.tensor }),
  };
}

function stackOf(error: unknown): string {
  if (error instanceof RpcError) return error.remoteStack ?? '';
  return error instanceof Error ? (error.stack ?? '') : '';
}

function escapeGlob(name: string): string {
  return name.replace(/[[\]{}*?]/g, character => `[${character}]`);
}
