import type { SyntaxNode } from '@lezer/common';
import type { Expr } from './ast';

/** What every conversion step needs: the text, and how deep it already is. */
export interface Source {
  readonly text: string;
  depth: number;
}

/** Deeper nesting than any person writes; past it an expression is opaque. */
export const DEPTH_CAP = 150;

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

export function textOf(source: Source, node: { from: number; to: number }): string {
  return source.text.slice(node.from, node.to);
}

/** Every variable name mentioned under a node, found without recursion. */
export function namesUnder(source: Source, node: SyntaxNode): string[] {
  const names = new Set<string>();
  node.cursor().iterate(child => {
    if (child.name === 'VariableName') names.add(textOf(source, child));
  });
  return [...names];
}

/** Offset of the first syntax error under a node, or null. */
export function firstErrorUnder(node: SyntaxNode): number | null {
  let found: number | null = null;
  node.cursor().iterate(child => {
    if (found !== null) return false;
    if (child.type.isError) found = child.from;
    return true;
  });
  return found;
}

export function opaque(source: Source, node: SyntaxNode): Expr {
  return { type: 'Opaque', from: node.from, to: node.to, names: namesUnder(source, node) };
}
