const LITERAL = /^([A-Za-z]*)('''|"""|'|")([\s\S]*)\2$/;

/** The text of a string literal; null where it holds escapes we do not decode, or is bytes. */
export function stringValue(literal: string): string | null {
  const match = LITERAL.exec(literal);
  if (!match) return null;
  const [, prefix = '', , body = ''] = match;
  if (/[fb]/i.test(prefix)) return null;
  return body.includes('\\') && !/r/i.test(prefix) ? null : body;
}
