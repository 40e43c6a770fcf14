import type * as vscode from 'vscode';
import type { KindStore } from './config';
import type { Diagnostics } from './diagnostics/diagnostics';
import type { Documents } from './editors/documents';
import type { FileMemory } from './editors/fileMemory';
import type { EngineClient } from './engineClient';

/** What every feature of the host is built from; made once, in `activate`. */
export interface Services {
  readonly extensionUri: vscode.Uri;
  readonly engine: EngineClient;
  readonly log: vscode.LogOutputChannel;
  readonly kinds: KindStore;
  readonly documents: Documents;
  /** How files were last looked at. */
  readonly files: FileMemory;
  readonly diagnostics: Diagnostics;
  /** Remembers the options last given to a conversion. */
  readonly memory: vscode.Memento;
}
