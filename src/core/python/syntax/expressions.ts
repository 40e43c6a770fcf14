import type { SyntaxNode } from '@lezer/common';
import type { Argument, CompClause, Expr, Parameter } from './ast';
import { childrenOf, DEPTH_CAP, opaque, type Source, textOf } from './cursor';
import { stringValue } from './strings';

const COMPARISONS = new Set(['<', '>', '<=', '>=', '==', '!=']);
const PUNCTUATION = new Set(['(', ')', '[', ']', '{', '}', ',', ':', '.']);

type Converter = (source: Source, node: SyntaxNode) => Expr;

/** A Lezer node as an expression; what is not understood becomes `Opaque`, never an exception. */
export function toExpr(source: Source, node: SyntaxNode | null | undefined): Expr {
  if (!node) return { type: 'Opaque', from: 0, to: 0, names: [] };
  const convert = CONVERTERS[node.name];
  if (!convert || source.depth > DEPTH_CAP) return opaque(source, node);
  source.depth++;
  try {
    return convert(source, node);
  } finally {
    source.depth--;
  }
}

const span = (node: { from: number; to: number }) => ({ from: node.from, to: node.to });

/** The comma-separated expressions among nodes; `*x` becomes a `Star`. */
export function toExprList(source: Source, nodes: readonly SyntaxNode[]): Expr[] {
  const items: Expr[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    if (node.name === '*' && nodes[i + 1]) {
      const value = toExpr(source, nodes[++i]);
      items.push({ type: 'Star', from: node.from, to: value.to, value });
    } else if (!PUNCTUATION.has(node.name)) items.push(toExpr(source, node));
  }
  return items;
}

/** One expression, or the tuple that bare commas make. */
export function exprOrTuple(source: Source, nodes: readonly SyntaxNode[]): Expr {
  const items = toExprList(source, nodes);
  const hasComma = nodes.some(node => node.name === ',');
  if (items.length === 1 && !hasComma && items[0]!.type !== 'Star') return items[0]!;
  const from = nodes[0]?.from ?? 0;
  return { type: 'Tuple', from, to: nodes.at(-1)?.to ?? from, items };
}

function sequence(type: 'Tuple' | 'List' | 'Set'): Converter {
  return (source, node) => ({ type, ...span(node), items: toExprList(source, childrenOf(node)) });
}

function toDict(source: Source, node: SyntaxNode): Expr {
  const children = childrenOf(node);
  const entries: { key: Expr | null; value: Expr }[] = [];
  for (let i = 0; i < children.length; i++) {
    const child = children[i]!;
    if (PUNCTUATION.has(child.name)) continue;
    if (child.name === '**') {
      entries.push({ key: null, value: toExpr(source, children[++i]) });
    } else if (children[i + 1]?.name === ':') {
      entries.push({ key: toExpr(source, child), value: toExpr(source, children[i + 2]) });
      i += 2;
    } else return opaque(source, node);
  }
  return { type: 'Dict', ...span(node), entries };
}

function toMember(source: Source, node: SyntaxNode): Expr {
  const children = childrenOf(node);
  const object = toExpr(source, children[0]);
  const property = children.at(-1)!;
  if (children[1]?.name === '.' && property.name === 'PropertyName') {
    const name = textOf(source, property);
    return { type: 'Attribute', ...span(node), object, name, nameSpan: span(property) };
  }
  if (children[1]?.name !== '[' || property.name !== ']') return opaque(source, node);
  const indices = splitAt(children.slice(2, -1), ',').map(part => toIndex(source, part));
  return { type: 'Index', ...span(node), object, indices };
}

function splitAt(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === separator) parts.push([]);
    else parts.at(-1)!.push(node);
  }
  return parts.filter((part, i) => part.length > 0 || i < parts.length - 1);
}

function toIndex(source: Source, part: readonly SyntaxNode[]): Expr {
  const first = part[0];
  if (!first) return { type: 'Opaque', from: 0, to: 0, names: [] };
  if (!part.some(node => node.name === ':')) return exprOrTuple(source, part);
  const bounds: (SyntaxNode | null)[] = [null];
  for (const node of part) {
    if (node.name === ':') bounds.push(null);
    else bounds[bounds.length - 1] = node;
  }
  const bound = (i: number) => (bounds[i] ? toExpr(source, bounds[i]) : null);
  const to = part.at(-1)!.to;
  return { type: 'Slice', from: first.from, to, lower: bound(0), upper: bound(1), step: bound(2) };
}

function toCall(source: Source, node: SyntaxNode): Expr {
  const list = node.lastChild;
  if (list?.name !== 'ArgList') return opaque(source, node);
  const callee = toExpr(source, node.firstChild);
  const args = toArguments(source, list);
  return args ? { type: 'Call', ...span(node), callee, args } : opaque(source, node);
}

/** The arguments of a call or the bases of a class; null where they do not parse. */
export function toArguments(source: Source, list: SyntaxNode): Argument[] | null {
  const inner = childrenOf(list).filter(child => child.name !== '(' && child.name !== ')');
  if (inner.some(child => child.name === 'for')) {
    const value = comprehension('generator')(source, list);
    return [{ ...span(value), name: null, spread: null, value }];
  }
  const args: Argument[] = [];
  for (const part of splitAt(inner, ',')) {
    const [first, second] = part;
    if (!first || part.some(child => child.type.isError)) return null;
    const where = { from: first.from, to: part.at(-1)!.to };
    if (first.name === '*' || first.name === '**') {
      args.push({ ...where, name: null, spread: first.name, value: toExpr(source, second) });
    } else if (second?.name === 'AssignOp' && textOf(source, second) === '=') {
      const value = toExpr(source, part[2]);
      args.push({ ...where, name: textOf(source, first), spread: null, value });
    } else if (second?.name === 'AssignOp') {
      args.push({ ...where, name: null, spread: null, value: walrus(source, part, where) });
    } else args.push({ ...where, name: null, spread: null, value: toExpr(source, first) });
  }
  return args;
}

function walrus(source: Source, part: readonly SyntaxNode[], where: { from: number; to: number }) {
  const target = toExpr(source, part[0]);
  const value = toExpr(source, part[2]);
  if (target.type !== 'Name') return opaque(source, part[0]!);
  return { type: 'Walrus', ...where, target, value } as const;
}

function toUnary(source: Source, node: SyntaxNode): Expr {
  const [op, operand] = childrenOf(node);
  return {
    type: 'Unary',
    ...span(node),
    op: textOf(source, op!),
    operand: toExpr(source, operand),
  };
}

function toBinary(source: Source, node: SyntaxNode): Expr {
  const children = childrenOf(node);
  const leftNode = children[0]!;
  const rightNode = children.at(-1)!;
  const op = children
    .slice(1, -1)
    .map(child => textOf(source, child))
    .join(' ');
  const right = toExpr(source, rightNode);
  const left = toExpr(source, leftNode);
  const isChain =
    COMPARISONS.has(op) && left.type === 'Binary' && leftNode.name === 'BinaryExpression';
  if (isChain && COMPARISONS.has(left.op)) {
    // Lezer nests `a < b < c` to the left; Python means `a < b and b < c`.
    const where = { from: left.right.from, to: node.to };
    const second: Expr = { type: 'Binary', ...where, op, left: left.right, right };
    return { type: 'Binary', ...span(node), op: 'and', left, right: second };
  }
  return { type: 'Binary', ...span(node), op, left, right };
}

function toConditional(source: Source, node: SyntaxNode): Expr {
  const parts = childrenOf(node).filter(child => child.name !== 'if' && child.name !== 'else');
  const [then, test, otherwise] = parts.map(part => toExpr(source, part));
  if (!then || !test || !otherwise || parts.length !== 3) return opaque(source, node);
  return { type: 'Conditional', ...span(node), test, then, otherwise };
}

function toLambda(source: Source, node: SyntaxNode): Expr {
  const list = node.getChild('ParamList');
  const params = list ? toParameters(source, list) : [];
  return { type: 'Lambda', ...span(node), params, body: toExpr(source, node.lastChild) };
}

/** The parameters of a function or lambda, in order; a bare `*` or `/` leaves none. */
export function toParameters(source: Source, list: SyntaxNode): Parameter[] {
  const inner = childrenOf(list).filter(child => child.name !== '(' && child.name !== ')');
  const params: Parameter[] = [];
  for (const part of splitAt(inner, ',')) {
    const named = part.find(child => child.name === 'VariableName');
    if (!named) continue;
    const spread = part[0]!.name === '*' ? '*' : part[0]!.name === '**' ? '**' : null;
    const assign = part.findIndex(child => child.name === 'AssignOp');
    const defaultValue = assign < 0 ? null : toExpr(source, part[assign + 1]);
    params.push({ ...span(named), name: textOf(source, named), spread, defaultValue });
  }
  return params;
}

function comprehension(kind: 'list' | 'set' | 'dict' | 'generator'): Converter {
  return (source, node) => {
    const all = childrenOf(node);
    const children = /^[([{]$/.test(all[0]?.name ?? '') ? all.slice(1, -1) : all;
    const start = children.findIndex(child => child.name === 'for' || child.name === 'async');
    if (start < 1) return opaque(source, node);
    const head = children.slice(0, start);
    const colon = head.findIndex(child => child.name === ':');
    const element = exprOrTuple(source, colon < 0 ? head : head.slice(0, colon));
    const value = colon < 0 ? null : exprOrTuple(source, head.slice(colon + 1));
    const clauses = toClauses(source, children.slice(start));
    return { type: 'Comprehension', ...span(node), kind, element, value, clauses };
  };
}

function toClauses(source: Source, nodes: readonly SyntaxNode[]): CompClause[] {
  return splitAt(nodes, 'for')
    .filter(part => part.some(node => node.name === 'in'))
    .map(part => {
      const at = part.findIndex(node => node.name === 'in');
      const [iterable = [], ...conditions] = splitAt(part.slice(at + 1), 'if');
      return {
        target: exprOrTuple(source, part.slice(0, at)),
        iterable: exprOrTuple(source, iterable),
        conditions: conditions.map(condition => exprOrTuple(source, condition)),
      };
    });
}

function toNumber(source: Source, node: SyntaxNode): Expr {
  const text = textOf(source, node).replaceAll('_', '');
  const value = /^0\d+$/.test(text) ? Number.NaN : Number(text);
  return { type: 'Number', ...span(node), value, isInteger: /^(0[xXoObB])|^\d+$/.test(text) };
}

const CONVERTERS: Readonly<Record<string, Converter>> = {
  VariableName: (s, n) => ({ type: 'Name', ...span(n), name: textOf(s, n) }),
  Number: toNumber,
  String: (s, n) => ({ type: 'String', ...span(n), value: stringValue(textOf(s, n)) }),
  FormatString: (_s, n) => ({ type: 'String', ...span(n), value: null }),
  ContinuedString: (s, n) => {
    const parts = childrenOf(n).map(child =>
      child.name === 'String' ? stringValue(textOf(s, child)) : null,
    );
    return { type: 'String', ...span(n), value: parts.includes(null) ? null : parts.join('') };
  },
  Boolean: (s, n) => ({ type: 'Constant', ...span(n), value: textOf(s, n) === 'True' }),
  None: (_s, n) => ({ type: 'Constant', ...span(n), value: null }),
  Ellipsis: (_s, n) => ({ type: 'Constant', ...span(n), value: '...' }),
  TupleExpression: sequence('Tuple'),
  ArrayExpression: sequence('List'),
  SetExpression: sequence('Set'),
  DictionaryExpression: toDict,
  ParenthesizedExpression: (s, n) => toExpr(s, childrenOf(n)[1]),
  MemberExpression: toMember,
  CallExpression: toCall,
  UnaryExpression: toUnary,
  BinaryExpression: toBinary,
  ConditionalExpression: toConditional,
  LambdaExpression: toLambda,
  ArrayComprehensionExpression: comprehension('list'),
  SetComprehensionExpression: comprehension('set'),
  DictionaryComprehensionExpression: comprehension('dict'),
  ComprehensionExpression: comprehension('generator'),
  NamedExpression: (s, n) => walrus(s, childrenOf(n), span(n)),
  AwaitExpression: (s, n) => toExpr(s, n.lastChild),
};
