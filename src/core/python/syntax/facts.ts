import type { SourceSpan } from './ast';
import { type TokenKind, type Tokens, tokenText } from './tokenKinds';

/** One `object.name = ...` of a text, found without running it. */
export interface AttributeWrite {
  /** The name before the dot, `b` of `a.b.c = ...`; empty where it is no name. */
  readonly object: string;
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
}

/**
 * What a whole text says without being run or parsed: read from its tokens, so that comments and
 * strings say nothing, function bodies stay unparsed, and the time is linear in the text.
 */
export interface TextFacts {
  /** Writes to attributes, by the attribute's name. */
  readonly attributeWrites: ReadonlyMap<string, readonly AttributeWrite[]>;
  /** Names that some `global` statement lists, and so a function may set at any time. */
  readonly globals: ReadonlySet<string>;
  /** Names handed on as `"Name": X`, `MAPPINGS[...] = X` or in a list, as registrations are written. */
  readonly registered: ReadonlySet<string>;
  /** How often a function of this name is called: `name(` anywhere but after `def`. */
  readonly callCount: (name: string) => number;
  /** The comments, in order. */
  readonly comments: readonly SourceSpan[];
  /** Where the first token stands, docstrings included; the end of a text without any. */
  readonly codeFrom: number;
  /** The names in a part of the text. */
  readonly namesIn: (span: SourceSpan) => ReadonlySet<string>;
}

const WRITES = new Set<TokenKind>('= += -= *= /= //= |='.split(' ') as TokenKind[]);

/** Reads the facts of a text from its tokens. */
export function readFacts(tokens: Tokens): TextFacts {
  const writes = new Map<string, AttributeWrite[]>();
  const globals = new Set<string>();
  const registered = new Set<string>();
  const { kinds } = tokens;
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] === '.' && kinds[i + 1] === 'name' && WRITES.has(kinds[i + 2]!))
      addWrite(tokens, i, writes);
    else if (kinds[i] === 'global') addNames(tokens, i + 1, globals);
    else if (kinds[i] === 'name' && isHandedOn(kinds, i)) registered.add(tokenText(tokens, i));
  }
  let calls: ReadonlyMap<string, number> | null = null;
  return {
    attributeWrites: writes,
    globals,
    registered,
    callCount: name => {
      calls ??= countCalls(tokens);
      return calls.get(name) ?? 0;
    },
    comments: tokens.comments,
    codeFrom: tokens.starts[0]!,
    namesIn: span => namesWithin(tokens, span),
  };
}

function addWrite(tokens: Tokens, dot: number, writes: Map<string, AttributeWrite[]>): void {
  const hasName = tokens.kinds[dot - 1] === 'name';
  const write = {
    object: hasName ? tokenText(tokens, dot - 1) : '',
    at: tokens.starts[hasName ? dot - 1 : dot]!,
  };
  const name = tokenText(tokens, dot + 1);
  const known = writes.get(name);
  if (known) known.push(write);
  else writes.set(name, [write]);
}

function addNames(tokens: Tokens, from: number, names: Set<string>): void {
  for (let i = from; tokens.kinds[i] === 'name'; i += 2) {
    names.add(tokenText(tokens, i));
    if (tokens.kinds[i + 1] !== ',') return;
  }
}

const ENDS_ITEM = new Set<TokenKind>([',', '}', ']', 'newline', 'end']);

/** `: X`, `] = X`, `[X` or `, X`, where nothing but the end of the item follows. */
function isHandedOn(kinds: readonly TokenKind[], at: number): boolean {
  if (!ENDS_ITEM.has(kinds[at + 1] ?? 'end')) return false;
  const before = kinds[at - 1];
  if (before === '[' || before === ',') return true;
  if (before === '=') return kinds[at - 2] === ']';
  return before === ':' && /^(string|format|name|number)$/.test(kinds[at - 2] ?? '');
}

function countCalls(tokens: Tokens): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const { kinds } = tokens;
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] !== 'name' || kinds[i + 1] !== '(' || kinds[i - 1] === 'def') continue;
    const name = tokenText(tokens, i);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function namesWithin(tokens: Tokens, { from, to }: SourceSpan): ReadonlySet<string> {
  const names = new Set<string>();
  const { kinds, starts } = tokens;
  for (let i = firstAt(starts, from); i < kinds.length && starts[i]! < to; i++)
    if (kinds[i] === 'name') names.add(tokenText(tokens, i));
  return names;
}

/** The first token that begins at or after an offset. */
function firstAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
