import { LATENT_MARKER } from '../../core/contracts/savedLatent';
import { type LocalText, listed, t } from '../../core/l10n';
import { RECORD_KEY } from './content';
import { PICTURE_METADATA } from './pngOutput';
import type { Result } from './results';
import type { Target } from './targets';

/** Metadata that says something of the container, not of what it holds. */
const OF_THE_CONTAINER = ['format', RECORD_KEY];

type Told = Pick<Result, 'source' | 'renamed' | 'left'>;

/** What a result does not take along, and what got another name: one sentence each, for people. */
export function notesOf(result: Told, targets: readonly Target[]): LocalText[] {
  const texts = [
    ...result.renamed.map(([from, to]) => t`"${from}" is taken: the new tensor is called "${to}"`),
    leftOut(result.left),
    noRoom(targets),
    unreadable(result),
    metadataLost(result, targets),
  ];
  return texts.filter(text => text !== null);
}

function leftOut(names: readonly string[]): LocalText | null {
  const shown = names.filter(name => name !== LATENT_MARKER);
  if (shown.length === 0) return null;
  return shown.length === 1
    ? t`Left out: ${quoted(shown)}`
    : t`Left out, ${shown.length} tensors: ${quoted(shown)}`;
}

/** Tensors for which the target has no room. */
function noRoom([target]: readonly Target[]): LocalText | null {
  if (!target || target.left.length === 0) return null;
  const isOne = target.type === 'pictures' || target.writer.holds === 'one';
  return isOne
    ? t`A ${formatOf(target)} holds one tensor; left out: ${quoted(target.left)}`
    : t`A ${formatOf(target)} cannot hold ${quoted(target.left)}: left out`;
}

function formatOf(target: Target): string {
  return target.type === 'pictures' ? 'PNG' : target.writer.endings[0]!;
}

/** Members of the source that nobody can read, so that the new file has not got them. */
function unreadable({ source }: Told): LocalText | null {
  const { tensors, problems } = source.opened.file;
  const there = new Set(tensors.map(({ name }) => name));
  const lost = problems.flatMap(({ tensor }) =>
    tensor === undefined || there.has(tensor) ? [] : [tensor],
  );
  const names = [...new Set(lost)];
  if (names.length === 0 || source.isNamed) return null;
  return t`Left out, as it cannot be read: ${quoted(names)}`;
}

function metadataLost({ source }: Told, [target]: readonly Target[]): LocalText | null {
  if (!target || (target.type === 'tensors' && target.writer.keepsMetadata)) return null;
  const kept = target.type === 'pictures' ? PICTURE_METADATA : [];
  const lost = [...source.opened.file.metadata.keys()].filter(
    key => !OF_THE_CONTAINER.includes(key) && !kept.includes(key),
  );
  if (lost.length === 0) return null;
  return t`A ${formatOf(target)} has no place for this metadata, which is left out: ${quoted(lost)}`;
}

const MOST_NAMED = 4;

/** `"a", "b" and 3 more`. */
function quoted(names: readonly string[]): LocalText {
  const shown = names.slice(0, MOST_NAMED).map(name => `"${name}"`);
  return listed(shown, names.length - shown.length);
}
