import { parser } from '@lezer/python';
import type { Statement } from './ast';
import { errorsIn } from './cursor';
import { toStatements } from './statements';

/** `255.` and `1.e3`, which the grammar takes for a member of a number. */
const BARE_POINT = /(?<![\w.])(\d[\d_]*)\.(?=[eE][+-]?\d|[^\d.\w]|$)/gm;

/**
 * Python text as statements. Never throws on any text: what does not parse becomes `Forget`,
 * which makes the names it mentions unknown. Grammar: @lezer/python, error tolerant.
 */
export function parsePython(text: string): readonly Statement[] {
  const tree = parser.parse(text.replace(BARE_POINT, (_whole, digits: string) => `${digits}0`));
  return toStatements({ text, depth: 0, errors: errorsIn(tree) }, tree.topNode);
}
