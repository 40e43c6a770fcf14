import * as vscode from 'vscode';
import { setStrings } from './core/l10n';
import { runSoon } from './host/async';
import { registerCommands } from './host/commands/register';
import { registerDiagnostics } from './host/diagnostics/diagnostics';
import { registerMetadataDocuments } from './host/editors/metadataDocuments';
import { registerEditors } from './host/editors/tensorEditorProvider';
import { startEngineWorker } from './host/engineWorker';
import { createLog } from './host/log';
import { registerPython } from './host/python/pythonFeatures';
import type { Services } from './host/services';
import { registerSettingsNotices } from './host/settingsNotices';
import { scanStatus } from './host/status/scanStatus';
import { registerStatusBar } from './host/status/statusBar';
import { vscodeWorkspace } from './host/vscodeWorkspace';
import { EngineClient } from './session/engineClient';
import { createSession } from './session/session';
import { WorkspaceLint } from './session/workspaceLint';

/** The composition root: builds the services, registers each feature once. */
export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const strings = vscode.l10n.bundle;
  // What the core and the session say in this process, such as why an option will not do.
  if (strings) setStrings(strings);
  const { version } = context.extension.packageJSON as { readonly version: string };
  const log = createLog();
  const workspace = vscodeWorkspace(log, context.workspaceState, version);
  const workerPath = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath;
  const engine = new EngineClient(() => startEngineWorker(workerPath, strings), log);
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
