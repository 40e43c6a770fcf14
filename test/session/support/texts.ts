import { vi } from 'vitest';
import type { PythonReports } from '../../../src/session/python/pythonReports';
import type { TextFile } from '../../../src/session/workspace';
import { uriOf } from './memoryWorkspace';

/** A Python text that is open in an editor. */
export class MemoryText implements TextFile {
  readonly uri;
  readonly languageId = 'python';
  version = 1;
  isClosed = false;
  text: string;

  constructor(path: string, text: string) {
    this.uri = uriOf(path);
    this.text = text;
  }

  getText(): string {
    return this.text;
  }
}

/** Typing has stopped; waits for the report on a text. Timers are vitest's. */
export async function settled(reports: PythonReports, text: MemoryText): Promise<void> {
  const done = new Promise<void>(resolve => {
    reports.onDidChange(changed => changed === text && resolve());
  });
  vi.runAllTimers();
  await done;
}
