import type { Argument, Expr, Parameter, Statement } from '../../../../src/core/python/syntax/ast';

const list = (items: readonly string[]): string => `(${items.join(' ')})`;

/** An expression as CPython's `ast` has it, in the notation of `dump.py`. */
export function dumpExpr(expr: Expr | null): string {
  if (expr === null) return '_';
  switch (expr.type) {
    case 'Name':
      return expr.name;
    case 'Number':
      return '#';
    case 'String':
      return '$';
    case 'Constant':
      return String(expr.value);
    case 'Tuple':
    case 'List':
    case 'Set':
      return list([expr.type, ...expr.items.map(dumpExpr)]);
    case 'Dict':
      return list([
        'Dict',
        ...expr.entries.map(({ key, value }) => `${dumpExpr(key)}:${dumpExpr(value)}`),
      ]);
    case 'Attribute':
      return list(['.', dumpExpr(expr.object), expr.name]);
    case 'Index':
      return list(['Index', dumpExpr(expr.object), ...expr.indices.map(dumpExpr)]);
    case 'Slice':
      return list(['Slice', ...[expr.lower, expr.upper, expr.step].map(dumpExpr)]);
    case 'Call':
      return list(['Call', dumpExpr(expr.callee), ...expr.args.map(dumpArgument)]);
    case 'Unary':
      return list([expr.op, dumpExpr(expr.operand)]);
    case 'Binary':
      return list([expr.op.replace(' ', '-'), dumpExpr(expr.left), dumpExpr(expr.right)]);
    default:
      return dumpRare(expr);
  }
}

function dumpRare(expr: Expr): string {
  switch (expr.type) {
    case 'Conditional':
      return list(['if', dumpExpr(expr.test), dumpExpr(expr.then), dumpExpr(expr.otherwise)]);
    case 'Lambda':
      return list(['lambda', dumpParameters(expr.params), dumpExpr(expr.body)]);
    case 'Comprehension': {
      const clauses = expr.clauses.map(({ target, iterable, conditions }) =>
        list(['for', dumpExpr(target), dumpExpr(iterable), ...conditions.map(dumpExpr)]),
      );
      return list([expr.kind, dumpExpr(expr.element), dumpExpr(expr.value), ...clauses]);
    }
    case 'Star':
      return list(['*', dumpExpr(expr.value)]);
    case 'Walrus':
      return list([':=', dumpExpr(expr.target), dumpExpr(expr.value)]);
    default:
      return 'opaque';
  }
}

const dumpArgument = ({ name, spread, value }: Argument): string =>
  `${spread ?? ''}${name === null ? '' : `${name}=`}${dumpExpr(value)}`;

const dumpParameters = (params: readonly Parameter[]): string =>
  list(
    params.map(
      ({ name, spread, defaultValue }) =>
        `${spread ?? ''}${name}${defaultValue === null ? '' : `=${dumpExpr(defaultValue)}`}`,
    ),
  );

export const dumpBlock = (statements: readonly Statement[]): string =>
  list(statements.map(dumpStatement));

/** A statement as CPython's `ast` has it: `elif` nested in `else`, annotations dropped. */
export function dumpStatement(statement: Statement): string {
  const s = statement;
  switch (s.type) {
    case 'Assign':
      return list(['=', ...s.targets.map(dumpExpr), dumpExpr(s.value)]);
    case 'Augmented':
      return list([`${s.op}=`, dumpExpr(s.target), dumpExpr(s.value)]);
    case 'Expression':
      return list(['do', dumpExpr(s.value)]);
    case 'Return':
      return list(['return', dumpExpr(s.value)]);
    case 'Assert':
      return list(['assert', dumpExpr(s.test)]);
    case 'Import':
      return list(['import', ...s.names.map(({ local, path }) => `${path}>${local}`)]);
    case 'Forget':
      return s.isBroken ? 'BROKEN' : 'forget';
    case 'If':
      return s.branches.reduceRight(
        (rest, { test, body }) => `(if ${dumpExpr(test)} ${dumpBlock(body)} ${rest})`,
        dumpBlock(s.otherwise),
      );
    default:
      return dumpBlocks(s);
  }
}

function dumpBlocks(s: Statement): string {
  switch (s.type) {
    case 'For': {
      const head = ['for', dumpExpr(s.target), dumpExpr(s.iterable)];
      return list([...head, dumpBlock(s.body), dumpBlock(s.otherwise)]);
    }
    case 'While':
      return list(['while', dumpExpr(s.test), dumpBlock(s.body), dumpBlock(s.otherwise)]);
    case 'With': {
      const items = s.items.map(({ value, target }) => `${dumpExpr(value)}>${dumpExpr(target)}`);
      return list(['with', ...items, dumpBlock(s.body)]);
    }
    case 'Try': {
      const handlers = s.handlers.map(({ exception, name, body }) =>
        list([dumpExpr(exception), name ?? '_', dumpBlock(body)]),
      );
      return list([
        'try',
        dumpBlock(s.body),
        ...handlers,
        dumpBlock(s.otherwise),
        dumpBlock(s.last),
      ]);
    }
    case 'Function':
      return list(['def', s.name, dumpParameters(s.params), dumpBlock(s.body)]);
    case 'Class':
      return list(['class', s.name, list(s.bases.map(dumpArgument)), dumpBlock(s.body)]);
    case 'Match':
      return list(['match', dumpExpr(s.subject), ...s.cases.map(item => dumpBlock(item.body))]);
    default:
      return s.type;
  }
}
