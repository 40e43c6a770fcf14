/** What steers a terminal, starts a line or turns the direction of reading. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const STEERING_BUT_LINES = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Nearly every text is plain, which this tells in a fraction of the time. */
const NOT_PLAIN = /[^ -~]/;
const NOT_PLAIN_LINES = /[^\n -~]/;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text from a file as one line that can be shown anywhere: what would steer the reader is written as its escape. */
export function visible(text: string): string {
  return NOT_PLAIN.test(text) ? text.replace(STEERING, escaped) : text;
}

/** The same for text of several lines, JSON too: it reads back to the same value. */
export function visibleLines(text: string): string {
  return NOT_PLAIN_LINES.test(text) ? text.replace(STEERING_BUT_LINES, escaped) : text;
}

/** Text for a place that makes links of `[words](place)`: a name of a file must not make one. */
export function unlinked(text: string): string {
  return visible(text).replaceAll('](', '] (');
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16).padStart(4, '0');
  return SHORT[character] ?? `\\u${code}`;
}
