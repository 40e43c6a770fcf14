import { Documents } from './documents';
import type { Engine } from './engine';
import type { Disposable } from './events';
import { FindingStore } from './findingStore';
import { KindStore } from './kindStore';
import { KnownFolders } from './knownFolders';
import { ProjectFiles } from './projectFiles';
import { PythonFindings } from './python/pythonFindings';
import { ReadingStore } from './readingStore';
import { ValueMemory } from './valueMemory';
import { ViewStateStore } from './viewStateStore';
import type { Workspace } from './workspace';

/** What every part of a session is built from; made once. */
export interface Session {
  readonly workspace: Workspace;
  readonly engine: Engine;
  readonly projects: ProjectFiles;
  readonly kinds: KindStore;
  readonly readings: ReadingStore;
  readonly documents: Documents;
  readonly viewStates: ViewStateStore;
  readonly findings: FindingStore;
  readonly pythonFindings: PythonFindings;
  readonly folders: KnownFolders;
  readonly checkedValues: ValueMemory;
}

/** A session of a workspace, with nothing open; disposing it writes what it remembers. */
export function createSession(workspace: Workspace, engine: Engine): Session & Disposable {
  const stores = {
    projects: new ProjectFiles(workspace),
    kinds: new KindStore(workspace.state),
    readings: new ReadingStore(workspace.state),
    documents: new Documents(),
    viewStates: new ViewStateStore(workspace.state),
    findings: new FindingStore(workspace),
    pythonFindings: new PythonFindings(workspace.files),
    folders: new KnownFolders(workspace.files),
    checkedValues: new ValueMemory(workspace),
  };
  return {
    workspace,
    engine,
    ...stores,
    dispose: () => {
      for (const store of Object.values(stores)) store.dispose();
    },
  };
}
