import type { Statement } from './ast';
import { readFacts, type TextFacts } from './facts';
import { parseBlock } from './statements';
import { tokenize } from './tokenize';
import type { Tokens } from './tokenKinds';

/** A text as statements, with what its tokens tell of it as a whole. */
export interface ParsedText {
  readonly statements: readonly Statement[];
  readonly facts: TextFacts;
}

/**
 * Python text as statements. Takes any text: a logical line that is no Python becomes `Forget` with
 * its blocks, which makes the names it mentions unknown, and the next line is parsed as if alone.
 * The bodies of functions are parsed when first read. `tick` counts work and may throw.
 * Grammar: https://docs.python.org/3/reference/grammar.html
 */
export function parsePython(text: string, tick: () => void = () => {}): readonly Statement[] {
  return statementsOf(tokenize(text, tick), tick);
}

/** The same, with the facts of the whole text. */
export function parseText(text: string, tick: () => void = () => {}): ParsedText {
  const tokens = tokenize(text, tick);
  return { statements: statementsOf(tokens, tick), facts: readFacts(tokens) };
}

const statementsOf = (tokens: Tokens, tick: () => void): readonly Statement[] =>
  parseBlock({ tokens, at: 0, depth: 0, tick }, tokens.kinds.length - 1);
