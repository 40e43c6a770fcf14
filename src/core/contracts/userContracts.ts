import { compileGlob } from '../globs';
import { type LocalText, t } from '../l10n';
import type { Kind } from './index';
import { KINDS } from './index';

/** The setting, ready to match; entries that could not be understood are told in `notices`. */
interface CompiledContracts {
  readonly entries: readonly CompiledEntry[];
  /** One sentence per entry that was left out. */
  readonly notices: readonly string[];
}

interface CompiledEntry {
  readonly kind: Kind | null;
  matchesFile(path: string): boolean;
  matchesTensor(name: string): boolean;
}

/** Compiles the value of the contracts setting, whatever a user wrote there; never throws. */
export function compileContracts(setting: unknown): CompiledContracts {
  if (setting === undefined || setting === null) return { entries: [], notices: [] };
  if (!Array.isArray(setting))
    return { entries: [], notices: [t('The contracts setting must be a list of entries.')] };
  const results = setting.map((entry: unknown, index) => compileEntry(entry, index + 1));
  return {
    entries: results.filter(result => typeof result !== 'string'),
    notices: results.filter(result => typeof result === 'string'),
  };
}

/**
 * What the setting says of a file's tensors: one choice per tensor that an entry matches; the first
 * entry that matches counts. `path` is relative to the workspace, with `/`.
 */
export function kindFromContracts(
  contracts: CompiledContracts,
  path: string,
  tensors: readonly string[],
): { readonly tensor: string; readonly kind: Kind | null }[] {
  const entries = contracts.entries.filter(entry => entry.matchesFile(path));
  if (entries.length === 0) return [];
  return tensors.flatMap(tensor => {
    const entry = entries.find(candidate => candidate.matchesTensor(tensor));
    return entry ? [{ tensor, kind: entry.kind }] : [];
  });
}

function compileEntry(entry: unknown, position: number): CompiledEntry | LocalText {
  if (typeof entry !== 'object' || entry === null)
    return leftOut(position, t('it is not an object'));
  const { files, tensor = '**', kind } = entry as Record<string, unknown>;
  const settled = kindOf(kind);
  if (settled === undefined)
    return leftOut(
      position,
      t`kind must be ${KINDS.join(', ')} or none, found ${JSON.stringify(kind)}`,
    );
  if (typeof files !== 'string' || typeof tensor !== 'string')
    return leftOut(position, t('files and tensor must be globs'));
  const file = compileGlob(files, { matchesFileName: true });
  if (typeof file === 'string')
    return leftOut(position, t`the glob "${files}" does not parse (${file})`);
  // Tensor names are no paths: a star may cross a slash.
  const name = compileGlob(tensor, { isName: true });
  if (typeof name === 'string')
    return leftOut(position, t`the glob "${tensor}" does not parse (${name})`);
  return { kind: settled, matchesFile: file, matchesTensor: text => tensor === '**' || name(text) };
}

function leftOut(position: number, reason: LocalText): LocalText {
  return t`Entry ${position} of the contracts setting is left out: ${reason}.`;
}

function kindOf(kind: unknown): Kind | null | undefined {
  if (kind === 'none' || kind === null) return null;
  return KINDS.find(candidate => candidate === kind);
}
