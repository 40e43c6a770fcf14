import * as vscode from 'vscode';
import { setStrings } from './core/l10n';
import { soon } from './host/cancel';
import { registerCommands } from './host/commands/register';
import { bindScan } from './host/commands/scan';
import { KindStore } from './host/config';
import { Diagnostics } from './host/diagnostics/diagnostics';
import { WorkspaceLint } from './host/diagnostics/workspaceLint';
import { Documents } from './host/editors/documents';
import { FileMemory } from './host/editors/fileMemory';
import { registerMetadataDocuments } from './host/editors/metadataDocuments';
import { registerEditors } from './host/editors/tensorEditorProvider';
import { EngineClient } from './host/engineClient';
import { createLog } from './host/log';
import { registerPython } from './host/python/pythonFeatures';
import type { Services } from './host/services';
import { registerSettingsNotices } from './host/settingsNotices';
import { registerStatusBar } from './host/status/statusBar';

/** The composition root: builds the services, registers each feature once. */
export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const strings = vscode.l10n.bundle;
  // What the core says in this process, such as why an option will not do.
  if (strings) setStrings(strings);
  const log = createLog();
  const workerPath = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath;
  const services: Services = {
    extensionUri: context.extensionUri,
    engine: new EngineClient(workerPath, log, strings),
    log,
    kinds: new KindStore(context.workspaceState),
    documents: new Documents(),
    files: new FileMemory(context.workspaceState),
    diagnostics: new Diagnostics(context.extensionUri),
    memory: context.globalState,
  };
  const scan = new WorkspaceLint(services);
  bindScan(services, scan);
  context.subscriptions.push(
    log,
    services.engine,
    services.documents,
    services.files,
    services.diagnostics,
    scan,
    registerEditors(services),
    registerMetadataDocuments(services),
    registerCommands(services),
    registerPython(services),
    registerStatusBar(services),
    registerSettingsNotices(services),
    soon(() => void scan.start()),
  );
  log.info(`Activated in ${(performance.now() - started).toFixed(1)} ms`);
}
