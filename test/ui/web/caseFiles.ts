import * as vscode from 'vscode';
import { startEngineInBrowser } from '../../../src/host/browser/engineWorker';
import type { EngineMethods } from '../../../src/protocol/engineMethods';
import { EngineClient } from '../../../src/session/engineClient';
import { digestOf } from './digest';

/** Where the test answers what this extension asks for, on the page's own origin. */
const SERVED = '/loupe-web';

/** The cases as a workspace in the browser: an address of its own, whole reads, nothing written. */
class CaseFiles implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonly #origin: string;
  readonly #sizes: ReadonlyMap<string, number>;

  constructor(origin: string, sizes: ReadonlyMap<string, number>) {
    this.#origin = origin;
    this.#sizes = sizes;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    if (path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const size = this.#sizes.get(path.slice(1));
    if (size === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [...this.#sizes.keys()].map(name => [name, vscode.FileType.File]);
  }

  async readFile({ path }: vscode.Uri): Promise<Uint8Array> {
    const answer = await fetch(`${this.#origin}${SERVED}/case${path}`);
    if (!answer.ok) throw vscode.FileSystemError.FileNotFound(path);
    return new Uint8Array(await answer.arrayBuffer());
  }

  createDirectory = readOnly;
  writeFile = readOnly;
  delete = readOnly;
  rename = readOnly;
}

function readOnly(): never {
  throw vscode.FileSystemError.NoPermissions();
}

/** Gives the workspace, then tells what the engine in its worker makes of each of its files. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const { scheme, authority } = context.extensionUri;
  const origin = `${scheme}://${authority}`;
  const list = await (await fetch(`${origin}${SERVED}/cases`)).json();
  const sizes = new Map(list as [string, number][]);
  const files = new CaseFiles(origin, sizes);
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('loupe-cases', files));
  void report(origin, [...sizes.keys()]);
}

async function report(origin: string, names: readonly string[]): Promise<void> {
  const { extensionUri } = vscode.extensions.getExtension('tensor-loupe.tensor-loupe')!;
  const log = vscode.window.createOutputChannel('Cases', { log: true });
  const engine = new EngineClient(
    () => startEngineInBrowser(extensionUri, undefined),
    log,
    readOnly,
  );
  const call = engine.call.bind(engine) as <K extends keyof EngineMethods>(
    method: K,
    params: unknown,
  ) => Promise<Awaited<ReturnType<EngineMethods[K]>>>;
  for (const name of names) {
    const uri = vscode.Uri.from({ scheme: 'loupe-cases', path: `/${name}` });
    const bytes = await vscode.workspace.fs.readFile(uri);
    const body = await digestOf(call, { type: 'bytes', name, bytes }).catch(
      (error: unknown) => `refused: ${error instanceof Error ? error.message : error}`,
    );
    await fetch(`${origin}${SERVED}/result/${name}`, { method: 'POST', body });
  }
  engine.dispose();
}
