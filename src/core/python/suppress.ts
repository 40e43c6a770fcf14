const COMMENT = /#\s*loupe:\s*ignore(?:\s*\[([^\]]*)\])?/i;

/** What the comments of a file silence. */
interface Suppressions {
  /** Whether a rule is silenced on a line, 1-based. */
  readonly covers: (rule: string, line: number) => boolean;
}

/**
 * Reads `# loupe: ignore[rule, rule]`; without brackets it means every rule. On a line of code it
 * counts for that line, on a comment line above all code for the whole file.
 */
export function readSuppressions(text: string): Suppressions {
  if (!/loupe:\s*ignore/i.test(text)) return { covers: () => false };
  const byLine = new Map<number, readonly string[]>();
  const whole: string[] = [];
  let isHead = true;
  for (const [i, line] of text.split(/\r\n|\r|\n/).entries()) {
    const match = COMMENT.exec(line);
    const rules = match && (match[1]?.split(',').map(rule => rule.trim()) ?? ['*']);
    const isComment = /^\s*(#|$)/.test(line);
    if (rules && isHead && isComment) whole.push(...rules);
    else if (rules) byLine.set(i + 1, rules);
    if (!isComment) isHead = false;
  }
  const matches = (rules: readonly string[], rule: string) =>
    rules.some(item => item === '*' || item === rule || `python/${item}` === rule);
  return { covers: (rule, line) => matches(whole, rule) || matches(byLine.get(line) ?? [], rule) };
}
