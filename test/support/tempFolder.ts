import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

/** A folder that is gone after the test file, wherever in it this is called. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tensor-loupe-test-'));
  folders.push(folder);
  return folder;
}

/** Called for each test file by the suites' set-up: a hook cannot be added from inside a test. */
export function removeTempFolders(): void {
  afterAll(async () => {
    const options = { recursive: true, force: true, maxRetries: 3 };
    await Promise.all(folders.splice(0).map(folder => rm(folder, options)));
  });
}
