import { lintPython, type PythonFinding } from '../../../src/core/python/checkText';
import type { Statement } from '../../../src/core/python/syntax/ast';
import { parsePython } from '../../../src/core/python/syntax/parse';
import { blocksOf } from '../../../src/core/python/syntax/statements';
import { tokenize } from '../../../src/core/python/syntax/tokenize';
import type { Random } from '../../fuzz/random';

/** A half-open range of offsets taken out of a text. */
export interface Cut {
  readonly from: number;
  readonly to: number;
}

export const withoutCut = (text: string, { from, to }: Cut): string =>
  text.slice(0, from) + text.slice(to);

/** One thing that a half-typed text may lack: its end, the end of a line, a token, a character. */
export function randomCut(text: string, random: Random): Cut {
  const from = random.below(text.length);
  const kind = random.below(4);
  if (kind === 0) return { from, to: text.length };
  if (kind === 1) return { from, to: from + 1 };
  if (kind === 2) return { from, to: Math.max(from, text.indexOf('\n', from)) };
  const tokens = tokenize(text, () => {});
  const at = random.below(tokens.kinds.length);
  const [start, end] = [tokens.starts[at]!, tokens.ends[at]!];
  // A token without text is a change of indentation, or the end of a line.
  return {
    from: start,
    to: end > start ? end : text.length - text.slice(start).trimStart().length,
  };
}

/** Whether some line of the text is no Python. */
export function isBroken(text: string): boolean {
  const holds = (list: readonly Statement[]): boolean =>
    list.some(
      item =>
        (item.type === 'Forget' && item.isBroken) ||
        (item.type === 'Function' || item.type === 'Class'
          ? holds(item.body)
          : blocksOf(item).some(holds)),
    );
  return holds(parsePython(text));
}

const errorsOf = (text: string): PythonFinding[] =>
  lintPython(text).findings.filter(finding => finding.severity === 'error');

/** The lines on which the whole text has an error-level finding. */
export const errorLines = (text: string): ReadonlySet<number> =>
  new Set(errorsOf(text).map(finding => finding.range.line));

/** Error-level findings of the cut text on lines, counted in the whole text, that have none there. */
export function newErrors(
  text: string,
  cut: Cut,
  lines: ReadonlySet<number>,
): { found: string[]; kept: number } {
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const short = withoutCut(text, cut);
  const starts = [0, ...[...short.matchAll(/\n/g)].map(match => match.index + 1)];
  const found = errorsOf(short).map(({ rule, range }) => {
    const offset = starts[range.line - 1]! + range.column - 1;
    return { rule, line: lineOf(offset < cut.from ? offset : offset + cut.to - cut.from) };
  });
  const unknown = found.filter(({ line }) => !lines.has(line));
  return {
    found: unknown.map(
      ({ rule, line }) => `${rule} on line ${line} without ${cut.from}..${cut.to}`,
    ),
    kept: found.length - unknown.length,
  };
}
