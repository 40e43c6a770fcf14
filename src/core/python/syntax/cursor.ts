import type { SyntaxNode, Tree } from '@lezer/common';
import type { Expr } from './ast';

/** What every conversion step needs: the text, and how deep it already is. */
export interface Source {
  readonly text: string;
  depth: number;
  /** Offsets of the syntax errors, ascending. */
  readonly errors: readonly number[];
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

/** The offsets of every syntax error in a tree, ascending. */
export function errorsIn(tree: Tree): number[] {
  const errors: number[] = [];
  tree.cursor().iterate(node => {
    if (node.type.isError) errors.push(node.from);
  });
  return errors.sort((a, b) => a - b);
}

/** Offset of the first syntax error under a node, or null. */
export function firstErrorUnder(source: Source, node: { from: number; to: number }): number | null {
  let low = 0;
  let high = source.errors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (source.errors[middle]! < node.from) low = middle + 1;
    else high = middle;
  }
  const found = source.errors[low];
  return found !== undefined && found <= node.to ? found : null;
}

export function opaque(source: Source, node: SyntaxNode): Expr {
  return { type: 'Opaque', from: node.from, to: node.to, names: namesUnder(source, node) };
}
