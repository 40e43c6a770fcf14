import * as vscode from 'vscode';
import { type Strings, setStrings } from '../core/l10n';
import { EngineClient, type EngineProcess } from '../session/engineClient';
import { createSession } from '../session/session';
import { WorkspaceLint } from '../session/workspaceLint';
import { runSoon } from './async';
import { registerCommands } from './commands/register';
import { registerDiagnostics } from './diagnostics/diagnostics';
import { registerMetadataDocuments } from './editors/metadataDocuments';
import { registerEditors } from './editors/tensorEditorProvider';
import { createLog } from './log';
import { registerPython } from './python/pythonFeatures';
import type { Services } from './services';
import { registerSettingsNotices } from './settingsNotices';
import { scanStatus } from './status/scanStatus';
import { registerStatusBar } from './status/statusBar';
import { vscodeWorkspace } from './vscodeWorkspace';

/** What differs between the programs that we run in. */
export interface Machine {
  /** Whether the engine reads the files of the scheme `file` itself. */
  readonly hasDisk: boolean;
  /** Starts the engine; `strings` are its texts in the user's language, none for English. */
  startEngine(extensionUri: vscode.Uri, strings: Strings | undefined): EngineProcess;
}

/** The composition root: builds the services, registers each feature once. */
export function activateOn(machine: Machine, context: vscode.ExtensionContext): void {
  const started = performance.now();
  const strings = vscode.l10n.bundle;
  // What the core and the session say in this process, such as why an option will not do.
  if (strings) setStrings(strings);
  const { version } = context.extension.packageJSON as { readonly version: string };
  const log = createLog();
  const facts = { version, hasDisk: machine.hasDisk };
  const workspace = vscodeWorkspace(log, context.workspaceState, facts);
  const start = () => machine.startEngine(context.extensionUri, strings);
  const engine = new EngineClient(start, log, ({ path, bytes }) =>
    workspace.files.write(workspace.files.ofPath(path), bytes),
  );
  const session = createSession(workspace, engine);
  const status = scanStatus();
  const scan = new WorkspaceLint(session, status.show);
  const services: Services = {
    ...session,
    extensionUri: context.extensionUri,
    log,
    scan,
    memory: context.globalState,
  };
  context.subscriptions.push(
    log,
    workspace,
    engine,
    session,
    status,
    scan,
    registerDiagnostics(services),
    registerEditors(services),
    registerMetadataDocuments(services),
    registerCommands(services),
    registerPython(services),
    registerStatusBar(services),
    registerSettingsNotices(services),
    runSoon(() => void scan.start()),
  );
  log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms`);
}
