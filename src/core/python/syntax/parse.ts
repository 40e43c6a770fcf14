import type { Statement } from './ast';
import { parseBlock } from './statements';
import { tokenize } from './tokenize';

/**
 * Python text as statements. Takes any text: a logical line that is no Python becomes `Forget` with
 * its blocks, which makes the names it mentions unknown, and the next line is parsed as if alone.
 * The bodies of functions are parsed when first read. `tick` counts work and may throw.
 * Grammar: https://docs.python.org/3/reference/grammar.html
 */
export function parsePython(text: string, tick: () => void = () => {}): readonly Statement[] {
  const tokens = tokenize(text, tick);
  return parseBlock({ tokens, at: 0, depth: 0, tick }, tokens.kinds.length - 1);
}
