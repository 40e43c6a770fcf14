import type { PythonFinding } from './checkText';
import type { Edit } from './domain/outcome';

/** Rounds in which mends bring out others: `return y` is told once the comma is there. */
const MAX_ROUNDS = 10;

/** A finding with, or without, its sure mend. */
type Mendable = Pick<PythonFinding, 'fix'>;

/** The edits of all mends that do not touch each other, the first found first; each mend whole or not at all. */
export function editsOfAll(findings: readonly Mendable[]): {
  readonly edits: readonly Edit[];
  readonly count: number;
} {
  const edits: Edit[] = [];
  let count = 0;
  for (const { fix } of findings) {
    if (!fix?.edits.length) continue;
    const isNew = (edit: Edit) => !edits.some(other => isSame(edit, other));
    const own = fix.edits.filter(isNew);
    if (own.some(edit => edits.some(other => edit.from <= other.to && other.from <= edit.to)))
      continue;
    edits.push(...own);
    count++;
  }
  return { edits: edits.sort((a, b) => a.from - b.from), count };
}

function isSame(a: Edit, b: Edit): boolean {
  return a.from === b.from && a.to === b.to && a.newText === b.newText;
}

/** A text with edits made, which do not overlap. */
export function withEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { from, to, newText } of edits) {
    result += text.slice(at, from) + newText;
    at = to;
  }
  return result + text.slice(at);
}

/** Makes every sure mend, and those that the mended text brings out. @returns the text and how many were made */
export function mendAll(
  text: string,
  lint: (text: string) => readonly Mendable[],
): { readonly text: string; readonly count: number } {
  let mended = text;
  let count = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const step = editsOfAll(lint(mended));
    if (step.count === 0) break;
    mended = withEdits(mended, step.edits);
    count += step.count;
  }
  return { text: mended, count };
}
