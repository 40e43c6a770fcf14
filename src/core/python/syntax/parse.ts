import { parser } from '@lezer/python';
import type { Statement } from './ast';
import { errorsIn } from './cursor';
import { toStatements } from './statements';

/**
 * Python text as statements. Never throws on any text: what does not parse becomes `Forget`,
 * which makes the names it mentions unknown. Grammar: @lezer/python, error tolerant.
 */
export function parsePython(text: string): readonly Statement[] {
  const tree = parser.parse(text);
  return toStatements({ text, depth: 0, errors: errorsIn(tree) }, tree.topNode);
}
