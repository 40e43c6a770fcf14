import type { Expr, Statement } from './ast';

type Visit = (expr: Expr, parent: Expr | null) => void;

/** Visits every expression under statements, nested functions included, parents first. */
export function walkExprs(statements: readonly Statement[], visit: Visit): void {
  for (const statement of statements) walkStatement(statement, visit);
}

function walkStatement(statement: Statement, visit: Visit): void {
  const block = (list: readonly Statement[]) => walkExprs(list, visit);
  const expr = (item: Expr | null) => item && walk(item, null, visit);
  switch (statement.type) {
    case 'Assign':
      statement.targets.forEach(expr);
      expr(statement.value);
      break;
    case 'Augmented':
      expr(statement.target);
      expr(statement.value);
      break;
    case 'Expression':
    case 'Return':
      expr(statement.value);
      break;
    case 'Assert':
      expr(statement.test);
      break;
    case 'If':
      for (const branch of statement.branches) {
        expr(branch.test);
        block(branch.body);
      }
      block(statement.otherwise);
      break;
    case 'For':
      expr(statement.target);
      expr(statement.iterable);
      block(statement.body);
      block(statement.otherwise);
      break;
    case 'While':
      expr(statement.test);
      block(statement.body);
      block(statement.otherwise);
      break;
    case 'With':
      for (const item of statement.items) {
        expr(item.value);
        expr(item.target);
      }
      block(statement.body);
      break;
    case 'Try':
      block(statement.body);
      for (const handler of statement.handlers) block(handler.body);
      block(statement.otherwise);
      block(statement.last);
      break;
    case 'Match':
      expr(statement.subject);
      for (const item of statement.cases) block(item.body);
      break;
    case 'Function':
      block(statement.body);
      break;
    case 'Forget':
      visit(
        { type: 'Opaque', from: statement.from, to: statement.to, names: statement.names },
        null,
      );
      break;
  }
}

function walk(expr: Expr, parent: Expr | null, visit: Visit): void {
  visit(expr, parent);
  for (const child of childrenOf(expr)) walk(child, expr, visit);
}

function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.type) {
    case 'Tuple':
    case 'List':
    case 'Set':
      return expr.items;
    case 'Dict':
      return expr.entries.flatMap(({ key, value }) => (key ? [key, value] : [value]));
    case 'Attribute':
      return [expr.object];
    case 'Index':
      return [expr.object, ...expr.indices];
    case 'Slice':
      return [expr.lower, expr.upper, expr.step].filter(part => part !== null);
    case 'Call':
      return [expr.callee, ...expr.args.map(argument => argument.value)];
    case 'Unary':
      return [expr.operand];
    case 'Binary':
      return [expr.left, expr.right];
    case 'Conditional':
      return [expr.test, expr.then, expr.otherwise];
    case 'Lambda':
      return [expr.body];
    case 'Comprehension':
      return [
        expr.element,
        ...(expr.value ? [expr.value] : []),
        ...expr.clauses.flatMap(clause => [clause.target, clause.iterable, ...clause.conditions]),
      ];
    case 'Star':
      return [expr.value];
    case 'Walrus':
      return [expr.target, expr.value];
    default:
      return [];
  }
}
