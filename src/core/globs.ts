import { type LocalText, t } from './l10n';

/** Says whether a path, with `/`, or a name is meant. */
export type Matcher = (text: string) => boolean;

/** How a glob is read. */
interface GlobOptions {
  /** The text is a name, not a path: a star crosses a slash. */
  readonly isName?: boolean;
  /** A glob without a slash is meant for the file's name, in whatever folder it lies. */
  readonly matchesFileName?: boolean;
}

/** A glob longer than this, or with more alternatives in braces, is refused: nobody wrote it by hand. */
export const MAX_GLOB_LENGTH = 1024;
const MAX_ALTERNATIVES = 128;

type Token = '*' | { fits(character: string): boolean };
type Segment = '**' | readonly Token[];

/**
 * Compiles a glob of VS Code's dialect: `*`, `?`, `**`, `[a-z]`, `[!a-z]`, `{a,b}`, and `\` before a character
 * that is meant as it is; a dot is a character like others. Matching goes back to the last star only, so its time
 * is at most the glob's length times the text's, whatever either holds.
 * @returns why the glob cannot be read, as a text
 */
export function compileGlob(glob: string, options: GlobOptions = {}): Matcher | LocalText {
  if (glob === '') return t('it is empty');
  if (glob.length > MAX_GLOB_LENGTH)
    return t`it has ${glob.length} characters, more than ${MAX_GLOB_LENGTH}`;
  const alternatives = expandBraces(glob);
  if (!alternatives) return t('a brace is not closed');
  if (alternatives.length > MAX_ALTERNATIVES)
    return t`its braces stand for more than ${MAX_ALTERNATIVES} globs`;
  const matchers: Matcher[] = [];
  for (const alternative of alternatives) {
    const matcher = options.isName
      ? nameMatcher(alternative)
      : pathMatcher(alternative, options.matchesFileName === true && !glob.includes('/'));
    if (!matcher) return t('a bracket is not closed');
    matchers.push(matcher);
  }
  return text => text === glob || matchers.some(matches => matches(text));
}

/** A matcher of any of the globs; one that cannot be read matches nothing, and what is no text is passed over. */
export function anyGlob(globs: readonly unknown[]): Matcher {
  const matchers = globs.flatMap(glob => {
    const matcher = typeof glob === 'string' ? compileGlob(glob) : '';
    return typeof matcher === 'string' ? [] : [matcher];
  });
  return path => matchers.some(matches => matches(path));
}

function nameMatcher(glob: string): Matcher | undefined {
  const tokens = tokensOf(glob);
  return tokens && (name => matchesTokens(tokens, name));
}

function pathMatcher(glob: string, isFileName: boolean): Matcher | undefined {
  const segments: Segment[] = [];
  for (const text of glob.split('/')) {
    const tokens = text === '**' ? text : tokensOf(text);
    if (!tokens) return undefined;
    segments.push(tokens);
  }
  return path => {
    const parts = path.split('/');
    return matchesItems(
      segments,
      isFileName ? parts.slice(-1) : parts,
      segment => segment === '**',
      (segment, part) => matchesTokens(segment as readonly Token[], part),
    );
  };
}

function matchesTokens(tokens: readonly Token[], text: string): boolean {
  return matchesItems(
    tokens,
    text,
    token => token === '*',
    (token, character) => token !== '*' && token.fits(character),
  );
}

/** Whether a pattern takes all items; a star takes any number of them, and only the last one is tried anew. */
function matchesItems<P, I>(
  pattern: readonly P[],
  items: ArrayLike<I>,
  isStar: (part: P) => boolean,
  fits: (part: P, item: I) => boolean,
): boolean {
  let at = 0;
  let item = 0;
  let star = -1;
  let starTakesTo = 0;
  while (item < items.length) {
    const part = pattern[at];
    if (part !== undefined && isStar(part)) {
      star = at++;
      starTakesTo = item;
    } else if (part !== undefined && fits(part, items[item]!)) {
      at++;
      item++;
    } else if (star >= 0) {
      at = star + 1;
      item = ++starTakesTo;
    } else return false;
  }
  return pattern.slice(at).every(isStar);
}

/** Undefined where a bracket is not closed. */
function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*');
    } else if (character === '?') tokens.push({ fits: () => true });
    else if (character === '[') {
      // A bracket right after the opening one is a member of the class.
      const end = text.indexOf(']', at + (/[!^]/.test(text[at + 1] ?? '') ? 3 : 2));
      if (end < 0) return undefined;
      tokens.push(classOf(text.slice(at + 1, end)));
      at = end;
    } else {
      const literal = character === '\\' && at + 1 < text.length ? text[++at]! : character;
      tokens.push({ fits: found => found === literal });
    }
  }
  return tokens;
}

function classOf(text: string): Token {
  const isNegated = /^[!^]/.test(text);
  const members = isNegated ? text.slice(1) : text;
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at++) {
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    ranges.push([members[at]!, members[isRange ? at + 2 : at]!]);
    if (isRange) at += 2;
  }
  const holds = (found: string) => ranges.some(([from, to]) => from <= found && found <= to);
  return { fits: found => holds(found) !== isNegated };
}

/** The globs without braces that one with braces stands for; undefined where a brace is not closed. */
function expandBraces(glob: string): string[] | undefined {
  let done = [''];
  for (let at = 0; at < glob.length; at++) {
    if (glob[at] === '\\') {
      const escaped = glob.slice(at, at + 2);
      done = done.map(start => start + escaped);
      at++;
    } else if (glob[at] === '{') {
      const group = braceGroup(glob, at);
      if (!group) return undefined;
      const inner: string[] = [];
      for (const part of group.parts) {
        const expanded = expandBraces(part);
        if (!expanded) return undefined;
        inner.push(...expanded);
      }
      // What is too many is told by its number; it need not all be made.
      done = done.flatMap(start => inner.map(part => start + part)).slice(0, MAX_ALTERNATIVES + 1);
      at = group.end;
    } else done = done.map(start => start + glob[at]);
  }
  return done;
}

/** The parts between the commas of the group that opens at `start`, and where its brace closes. */
function braceGroup(glob: string, start: number): { parts: string[]; end: number } | undefined {
  const parts: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < glob.length; at++) {
    const character = glob[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === ',' && depth === 1) {
      parts.push(glob.slice(from, at));
      from = at + 1;
    } else if (character === '}' && --depth === 0) {
      parts.push(glob.slice(from, at));
      return { parts, end: at };
    }
  }
  return undefined;
}
