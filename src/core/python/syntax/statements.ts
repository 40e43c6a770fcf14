import type { SyntaxNode } from '@lezer/common';
import type { Expr, FunctionStatement, ImportStatement, Statement } from './ast';
import { childrenOf, DEPTH_CAP, firstErrorUnder, namesUnder, type Source, textOf } from './cursor';
import { exprOrTuple, toArguments, toExpr, toParameters } from './expressions';

type Converter = (source: Source, node: SyntaxNode) => Statement | null;
const span = (node: { from: number; to: number }) => ({ from: node.from, to: node.to });

/** The statements of a script, body or group, in order. */
export function toStatements(source: Source, parent: SyntaxNode): Statement[] {
  const statements: Statement[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.name === 'StatementGroup') statements.push(...toStatements(source, node));
    else if (node.type.isError) statements.push(forget(source, node));
    else {
      const statement = toStatement(source, node);
      if (statement) statements.push(statement);
    }
  }
  return statements;
}

function forget(source: Source, node: SyntaxNode): Statement {
  return { type: 'Forget', ...span(node), names: namesUnder(source, node) };
}

function toStatement(source: Source, node: SyntaxNode): Statement | null {
  const convert = CONVERTERS[node.name];
  if (!convert) return /Statement$|Definition$/.test(node.name) ? forget(source, node) : null;
  if (source.depth > DEPTH_CAP) return forget(source, node);
  if (SIMPLE.has(node.name) && firstErrorUnder(source, node) !== null) return forget(source, node);
  source.depth++;
  try {
    return convert(source, node);
  } finally {
    source.depth--;
  }
}

const bodyOf = (source: Source, node: SyntaxNode | null | undefined): Statement[] =>
  node ? toStatements(source, node) : [];

function toAssign(source: Source, node: SyntaxNode): Statement | null {
  const parts: SyntaxNode[][] = [[]];
  for (const child of childrenOf(node)) {
    if (child.name === 'AssignOp') parts.push([]);
    else if (child.name !== 'TypeDef') parts.at(-1)!.push(child);
  }
  if (parts.length < 2) return null;
  const exprs = parts.map(part => exprOrTuple(source, part));
  const value = exprs.pop()!;
  return { type: 'Assign', ...span(node), targets: exprs, value };
}

function toAugmented(source: Source, node: SyntaxNode): Statement {
  const [target, op, ...value] = childrenOf(node);
  return {
    type: 'Augmented',
    ...span(node),
    target: toExpr(source, target),
    op: op ? textOf(source, op).slice(0, -1) : '',
    value: exprOrTuple(source, value),
  };
}

function toReturn(source: Source, node: SyntaxNode): Statement {
  const nodes = childrenOf(node).slice(1);
  const first = nodes[0];
  const outer = first ? { from: first.from, to: nodes.at(-1)!.to } : null;
  return { type: 'Return', ...span(node), value: first ? exprOrTuple(source, nodes) : null, outer };
}

function toIf(source: Source, node: SyntaxNode): Statement {
  const branches: { test: Expr; body: Statement[] }[] = [];
  let otherwise: Statement[] = [];
  let test: Expr | null = null;
  for (const child of childrenOf(node)) {
    if (child.name === 'Body') {
      const body = bodyOf(source, child);
      if (test) branches.push({ test, body });
      else otherwise = body;
      test = null;
    } else if (!/^(if|elif|else)$/.test(child.name)) test = toExpr(source, child);
  }
  return { type: 'If', ...span(node), branches, otherwise };
}

function toFor(source: Source, node: SyntaxNode): Statement {
  const children = childrenOf(node).filter(child => child.name !== 'async');
  const at = children.findIndex(child => child.name === 'in');
  const bodies = children.filter(child => child.name === 'Body');
  const bodyAt = children.findIndex(child => child.name === 'Body');
  return {
    type: 'For',
    ...span(node),
    target: exprOrTuple(source, children.slice(1, at)),
    iterable: exprOrTuple(source, children.slice(at + 1, bodyAt < 0 ? undefined : bodyAt)),
    body: bodyOf(source, bodies[0]),
    otherwise: bodyOf(source, bodies[1]),
  };
}

function toWhile(source: Source, node: SyntaxNode): Statement {
  const bodies = childrenOf(node).filter(child => child.name === 'Body');
  return {
    type: 'While',
    ...span(node),
    test: toExpr(source, childrenOf(node)[1]),
    body: bodyOf(source, bodies[0]),
    otherwise: bodyOf(source, bodies[1]),
  };
}

function toWith(source: Source, node: SyntaxNode): Statement {
  const children = childrenOf(node).filter(child => child.name !== 'async');
  const items: { value: Expr; target: Expr | null }[] = [];
  for (let i = 1; i < children.length; i++) {
    const child = children[i]!;
    if (child.name === 'Body' || child.name === ',') continue;
    const isNamed = children[i + 1]?.name === 'as';
    const target = isNamed ? toExpr(source, children[i + 2]) : null;
    items.push({ value: toExpr(source, child), target });
    if (isNamed) i += 2;
  }
  return { type: 'With', ...span(node), items, body: bodyOf(source, node.getChild('Body')) };
}

function toTry(source: Source, node: SyntaxNode): Statement {
  const handlers: { exception: Expr | null; name: string | null; body: Statement[] }[] = [];
  let body: Statement[] = [];
  let otherwise: Statement[] = [];
  let last: Statement[] = [];
  let part = 'try';
  let clause: SyntaxNode[] = [];
  for (const child of childrenOf(node)) {
    if (child.name !== 'Body') {
      if (/^(try|except|else|finally)$/.test(child.name)) {
        part = child.name;
        clause = [];
      } else clause.push(child);
      continue;
    }
    const statements = bodyOf(source, child);
    if (part === 'try') body = statements;
    else if (part === 'else') otherwise = statements;
    else if (part === 'finally') last = statements;
    else {
      const as = clause.findIndex(item => item.name === 'as');
      const name = as < 0 || !clause[as + 1] ? null : textOf(source, clause[as + 1]!);
      handlers.push({
        exception: clause[0] ? toExpr(source, clause[0]) : null,
        name,
        body: statements,
      });
    }
  }
  return { type: 'Try', ...span(node), body, handlers, otherwise, last };
}

function toFunction(source: Source, node: SyntaxNode, decorators: Expr[] = []): FunctionStatement {
  const list = node.getChild('ParamList');
  const bodyNode = node.getChild('Body');
  let body: Statement[] | null = null;
  const named = node.getChild('VariableName');
  return {
    type: 'Function',
    ...span(node),
    name: named ? textOf(source, named) : '',
    params: list ? toParameters(source, list) : [],
    decorators,
    get body() {
      body ??= bodyOf({ ...source, depth: 0 }, bodyNode);
      return body;
    },
    get isGenerator() {
      return hasYield(node);
    },
    get firstErrorAt() {
      return firstErrorUnder(source, node);
    },
  } as FunctionStatement;
}

function hasYield(node: SyntaxNode): boolean {
  let found = false;
  node.cursor().iterate(child => {
    if (/^Yield/.test(child.name)) found = true;
    return !found && (child.from === node.from || child.name !== 'FunctionDefinition');
  });
  return found;
}

function toClass(source: Source, node: SyntaxNode, decorators: Expr[] = []): Statement {
  const list = node.getChild('ArgList');
  const named = node.getChild('VariableName');
  return {
    type: 'Class',
    ...span(node),
    name: named ? textOf(source, named) : '',
    bases: list ? (toArguments(source, list) ?? []) : [],
    decorators,
    body: bodyOf(source, node.getChild('Body')),
  };
}

function toDecorated(source: Source, node: SyntaxNode): Statement | null {
  const decorators = node.getChildren('Decorator').map(item => {
    const [, ...parts] = childrenOf(item);
    return decoratorExpr(source, parts);
  });
  const inner = node.lastChild;
  if (inner?.name === 'FunctionDefinition') return toFunction(source, inner, decorators);
  if (inner?.name === 'ClassDefinition') return toClass(source, inner, decorators);
  return forget(source, node);
}

function decoratorExpr(source: Source, parts: readonly SyntaxNode[]): Expr {
  // Lezer keeps `a.b.c(args)` after `@` flat: only the dotted name matters.
  const first = parts[0];
  if (!first) return { type: 'Opaque', from: 0, to: 0, names: [] };
  const names = parts.filter(part => /Name$/.test(part.name)).map(part => textOf(source, part));
  return { type: 'Name', ...span(first), name: names.join('.') };
}

function toImport(source: Source, node: SyntaxNode): ImportStatement {
  const isFrom = node.firstChild?.name === 'from';
  const words = childrenOf(node).slice(1);
  const names: { local: string; path: string }[] = [];
  const at = isFrom ? words.findIndex(word => word.name === 'import') : -1;
  const join = (parts: SyntaxNode[]) => parts.map(part => textOf(source, part)).join('');
  const prefix = isFrom ? join(words.slice(0, at)) : '';
  const dotted: SyntaxNode[][] = [[]];
  for (const word of words.slice(at + 1)) {
    if (word.name === ',') dotted.push([]);
    else if (word.name !== '(' && word.name !== ')') dotted.at(-1)!.push(word);
  }
  for (const part of dotted) {
    const as = part.findIndex(word => word.name === 'as');
    const path = join(as < 0 ? part : part.slice(0, as));
    if (!path) continue;
    const alias = as < 0 ? null : join(part.slice(as + 1));
    if (isFrom) names.push({ local: alias ?? path, path: `${prefix}.${path}` });
    else if (alias) names.push({ local: alias, path });
    else names.push({ local: path.split('.')[0]!, path: path.split('.')[0]! });
  }
  return { type: 'Import', ...span(node), names };
}

function toMatch(source: Source, node: SyntaxNode): Statement {
  const clauses = node.getChild('MatchBody')?.getChildren('MatchClause') ?? [];
  const cases = clauses.map(clause => ({
    names: clause.firstChild
      ? childrenOf(clause)
          .filter(child => child.name !== 'Body')
          .flatMap(child => namesUnder(source, child))
      : [],
    body: bodyOf(source, clause.getChild('Body')),
  }));
  return { type: 'Match', ...span(node), subject: toExpr(source, childrenOf(node)[1]), cases };
}

const SIMPLE = new Set([
  'AssignStatement',
  'UpdateStatement',
  'ReturnStatement',
  'ExpressionStatement',
  'AssertStatement',
]);

const CONVERTERS: Readonly<Record<string, Converter>> = {
  AssignStatement: toAssign,
  UpdateStatement: toAugmented,
  ReturnStatement: toReturn,
  ExpressionStatement: (s, n) => ({
    type: 'Expression',
    ...span(n),
    value: exprOrTuple(s, childrenOf(n)),
  }),
  IfStatement: toIf,
  ForStatement: toFor,
  WhileStatement: toWhile,
  WithStatement: toWith,
  TryStatement: toTry,
  FunctionDefinition: toFunction,
  ClassDefinition: toClass,
  DecoratedStatement: toDecorated,
  ImportStatement: toImport,
  MatchStatement: toMatch,
  AssertStatement: (s, n) => ({
    type: 'Assert',
    ...span(n),
    test: toExpr(s, childrenOf(n)[1]),
  }),
  BreakStatement: (_s, n) => ({ type: 'Break', ...span(n) }),
  ContinueStatement: (_s, n) => ({ type: 'Continue', ...span(n) }),
  PassStatement: (_s, n) => ({ type: 'Pass', ...span(n) }),
  RaiseStatement: (_s, n) => ({ type: 'Raise', ...span(n) }),
};
