import { chmod, readFile, realpath, stat } from 'node:fs/promises';
import { TensorFileError } from '../core/errors';
import { t } from '../core/l10n';
import { unifiedDiff } from '../core/lint/unifiedDiff';
import { mendAll } from '../core/python/mends';
import { atomicWrite } from '../engine/node/atomicWrite';
import { pythonReport } from '../engine/pythonReport';

/** What the sure mends of a Python file came to. */
export interface Mended {
  readonly count: number;
  /** The change as a patch; empty where there is none. */
  readonly patch: string;
}

/**
 * Makes every sure mend of a Python file, in its place; a draft writes nothing.
 * @throws TensorFileError for a text that cannot be written back as it was read
 */
export async function mendPythonFile(
  path: string,
  rules: unknown,
  isDraft: boolean,
): Promise<Mended> {
  const before = textOf(await readFile(path));
  const { text, count } = mendAll(before, each => pythonReport(each, rules).findings);
  if (count > 0 && !isDraft) await replace(path, text);
  return { count, patch: unifiedDiff(path.replaceAll('\\', '/'), before, text) };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TensorFileError(
      t('This text is not UTF-8, and would be spoilt if it were written back: mend it by hand'),
      {},
      { cause },
    );
  }
}

/** The file itself, not a link to it, with the rights that it has. */
async function replace(path: string, text: string): Promise<void> {
  const place = await realpath(path);
  const { mode } = await stat(place);
  const bytes = new TextEncoder().encode(text);
  await atomicWrite(place, sink => sink.write(bytes), { overwrite: true });
  await chmod(place, mode);
}
