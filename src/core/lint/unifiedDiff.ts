/** Lines of context round a change, as `diff -u` and Git give. */
const CONTEXT = 3;

interface Change {
  /** Lines of the old text, and of the new one, from 0; ends exclusive. */
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** What turns one text into another, as a patch that `git apply` takes; empty where they are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [linesOf(before), linesOf(after)];
  const head = [`--- a/${path}`, `+++ b/${path}`];
  return [...head, ...hunksOf(changesOf(old, now)).flatMap(hunk => hunkLines(hunk, old, now))].join(
    '\n',
  );
}

/** Lines without their ends: a CR stays, as Git has it; a last line without an end says so. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop()!;
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}

/** The lines that differ, by Myers' O(ND): files differ in few lines, whatever their length. */
function changesOf(old: readonly string[], now: readonly string[]): Change[] {
  const isKept = keptLines(old, now);
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...isKept, [old.length, now.length] as const]) {
    if (x > i || y > j) changes.push({ oldFrom: i, oldTo: x, newFrom: j, newTo: y });
    [i, j] = [x + 1, y + 1];
  }
  return changes;
}

/** Pairs of lines that stay, in order. */
function keptLines(old: readonly string[], now: readonly string[]): (readonly [number, number])[] {
  /** How far each diagonal reaches, before each round. */
  const trace: ReadonlyMap<number, number>[] = [];
  const reach = new Map([[1, 0]]);
  for (let round = 0; ; round++) {
    trace.push(new Map(reach));
    for (let diagonal = -round; diagonal <= round; diagonal += 2) {
      const from = origin(reach, diagonal, round);
      let x = reach.get(from)! + (from < diagonal ? 1 : 0);
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
      reach.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return walkBack(trace, x, x - diagonal);
    }
  }
}

/** The diagonal that a round comes from: below where a line was added, above where one was taken away. */
function origin(reach: ReadonlyMap<number, number>, diagonal: number, round: number): number {
  const isAdded =
    diagonal === -round ||
    (diagonal !== round && reach.get(diagonal - 1)! < reach.get(diagonal + 1)!);
  return isAdded ? diagonal + 1 : diagonal - 1;
}

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  oldEnd: number,
  newEnd: number,
): (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  let [x, y] = [oldEnd, newEnd];
  for (let round = trace.length - 1; round >= 0; round--) {
    const from = origin(trace[round]!, x - y, round);
    const fromX = trace[round]!.get(from)!;
    const fromY = fromX - from;
    for (; x > fromX && y > fromY; x--, y--) kept.push([x - 1, y - 1]);
    [x, y] = [fromX, fromY];
  }
  return kept.reverse();
}

/** Changes whose contexts meet stand in one hunk. */
function hunksOf(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    if (last && change.oldFrom - last.at(-1)!.oldTo <= 2 * CONTEXT) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunkLines(
  hunk: readonly Change[],
  old: readonly string[],
  now: readonly string[],
): string[] {
  const [first, last] = [hunk[0]!, hunk.at(-1)!];
  const before = Math.min(CONTEXT, first.oldFrom);
  const after = Math.min(CONTEXT, old.length - last.oldTo);
  const lines: string[] = [];
  let at = first.oldFrom - before;
  for (const { oldFrom, oldTo, newFrom, newTo } of hunk) {
    lines.push(...old.slice(at, oldFrom).map(line => ` ${line}`));
    lines.push(...old.slice(oldFrom, oldTo).map(line => `-${line}`));
    lines.push(...now.slice(newFrom, newTo).map(line => `+${line}`));
    at = oldTo;
  }
  lines.push(...old.slice(at, at + after).map(line => ` ${line}`));
  const place = (from: number, to: number) => `${to > from ? from + 1 : from},${to - from}`;
  const oldPlace = place(first.oldFrom - before, last.oldTo + after);
  const newPlace = place(first.newFrom - before, last.newTo + after);
  return [`@@ -${oldPlace} +${newPlace} @@`, ...lines];
}
