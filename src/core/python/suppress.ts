import type { Positions } from './positions';
import type { TextFacts } from './syntax/facts';
import { tokenize } from './syntax/tokenize';

const IGNORE = /^#.*?\bloupe:\s*ignore(?:\s*\[([^\]]*)\])?/i;

/** What the comments of a file silence. */
interface Suppressions {
  /** Whether a rule is silenced on a line, 1-based. */
  readonly covers: (rule: string, line: number) => boolean;
}

/**
 * Reads `# loupe: ignore[rule, rule]`; without brackets it means every rule. On a line of code it
 * counts for that line, on a comment line above all code for the whole file.
 */
export function readSuppressions(
  text: string,
  { comments, codeFrom }: Pick<TextFacts, 'comments' | 'codeFrom'>,
  positions: Positions,
): Suppressions {
  const byLine = new Map<number, readonly string[]>();
  const whole: string[] = [];
  for (const span of comments) {
    const found = IGNORE.exec(text.slice(span.from, span.to));
    if (!found) continue;
    const rules = found[1]?.split(',').map(rule => rule.trim()) ?? ['*'];
    if (span.from < codeFrom) whole.push(...rules);
    else byLine.set(positions.range(span).line, rules);
  }
  const matches = (rules: readonly string[], rule: string) =>
    rules.some(item => item === '*' || item === rule || `python/${item}` === rule);
  return { covers: (rule, line) => matches(whole, rule) || matches(byLine.get(line) ?? [], rule) };
}

/**
 * What to write so that a rule is silent on the line in which an offset lies, in offsets of the text: a comment at
 * its end, or one more rule in the comment that is there. Null where a comment cannot stand, or where all rules
 * are silent.
 */
export function ignoreEdit(
  text: string,
  lineFrom: number,
  rule: string,
): { readonly from: number; readonly to: number; readonly newText: string } | null {
  const tokens = tokenize(text, () => {});
  const lineTo = lineFrom + text.slice(lineFrom).search(/[\r\n]|$/);
  const comment = tokens.comments.find(({ from, to }) => from >= lineFrom && to <= lineTo);
  const there = comment && IGNORE.exec(text.slice(comment.from, comment.to));
  if (there) {
    const [whole, rules] = there;
    if (rules === undefined) return null;
    const at = comment.from + whole.length - 1;
    return { from: at, to: at, newText: rules.trim() === '' ? rule : `, ${rule}` };
  }
  // Behind a backslash, and inside a text of several lines, it would be no comment.
  const code = text.slice(lineFrom, lineTo).trimEnd();
  const isOpen = tokens.ends.some(
    (end, i) =>
      tokens.starts[i]! < lineTo &&
      (end > lineTo || (end === lineTo && tokens.kinds[i] === 'error')),
  );
  if (isOpen || (!comment && code.endsWith('\\'))) return null;
  return { from: lineFrom + code.length, to: lineTo, newText: `  # loupe: ignore[${rule}]` };
}
