import { type LocalText, t } from '../../l10n';
import type { OpCall } from '../domain/operation';
import type { Edit, Fix } from '../domain/outcome';
import type { Expr } from '../syntax/ast';

const PRIMARY = new Set<Expr['type']>(['Name', 'Attribute', 'Index', 'Call', 'Tuple', 'List']);

/** Edits that put a suffix such as `.unsqueeze(0)` after an expression, with parentheses where needed. */
function appendEdits(node: Expr, suffix: string): readonly Edit[] {
  if (PRIMARY.has(node.type)) return [{ from: node.to, to: node.to, newText: suffix }];
  return [
    { from: node.from, to: node.from, newText: '(' },
    { from: node.to, to: node.to, newText: `)${suffix}` },
  ];
}

/** A fix that puts a suffix after an expression; none where it is not known. */
export function appendFix(
  title: LocalText,
  node: Expr | undefined,
  suffix: string,
): Fix | undefined {
  if (!node || node.type === 'Opaque') return undefined;
  return { title, edits: appendEdits(node, suffix) };
}

/** The source of an expression for a message; words where it is long. */
export const quotedCode = (text: string, node: Expr | undefined): string =>
  node && node.to - node.from <= 40 ? `\`${text.slice(node.from, node.to)}\`` : t('the value');

/** A fix that puts one suffix after an argument and another after the whole call. */
export function wrapFix(
  call: OpCall,
  title: LocalText,
  node: Expr,
  before: string,
  after: string,
): { fix: Fix } {
  const edits = [
    ...appendEdits(node, before),
    { from: call.at.to, to: call.at.to, newText: after },
  ];
  return { fix: { title, edits } };
}
