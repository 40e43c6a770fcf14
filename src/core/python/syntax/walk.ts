import type { Expr, Statement } from './ast';

/** The statements right inside a statement: of every branch, handler, case and body. */
export function childStatements(statement: Statement): readonly Statement[] {
  switch (statement.type) {
    case 'If':
      return [...statement.branches.flatMap(branch => branch.body), ...statement.otherwise];
    case 'For':
    case 'While':
      return [...statement.body, ...statement.otherwise];
    case 'With':
    case 'Function':
    case 'Class':
      return statement.body;
    case 'Try':
      return [
        ...statement.body,
        ...statement.handlers.flatMap(handler => handler.body),
        ...statement.otherwise,
        ...statement.last,
      ];
    case 'Match':
      return statement.cases.flatMap(item => item.body);
    default:
      return [];
  }
}

/** The expressions that stand in a statement itself, not in the statements inside it. */
export function statementExprs(statement: Statement): readonly Expr[] {
  switch (statement.type) {
    case 'Assign':
      return [...statement.targets, statement.value];
    case 'Augmented':
      return [statement.target, statement.value];
    case 'Expression':
      return [statement.value];
    case 'Return':
      return statement.value ? [statement.value] : [];
    case 'Assert':
      return [statement.test];
    case 'If':
      return statement.branches.map(branch => branch.test);
    case 'For':
      return [statement.target, statement.iterable];
    case 'While':
      return [statement.test];
    case 'With':
      return statement.items.flatMap(({ value, target }) => (target ? [value, target] : [value]));
    case 'Match':
      return [statement.subject];
    case 'Forget': {
      const { from, to, names } = statement;
      return [{ type: 'Opaque', from, to, names }];
    }
    default:
      return [];
  }
}

/** The expressions right inside an expression. */
export function childExprs(expr: Expr): readonly Expr[] {
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

/** Visits every expression under statements, nested functions included but no classes, parents first. */
export function walkExprs(
  statements: readonly Statement[],
  visit: (expr: Expr, parent: Expr | null) => void,
): void {
  const walk = (expr: Expr, parent: Expr | null): void => {
    visit(expr, parent);
    for (const child of childExprs(expr)) walk(child, expr);
  };
  for (const statement of statements) {
    for (const expr of statementExprs(statement)) walk(expr, null);
    if (statement.type !== 'Class') walkExprs(childStatements(statement), visit);
  }
}

/** Whether a test holds for an expression or any inside it. */
export const someExpr = (expr: Expr, test: (expr: Expr) => boolean): boolean =>
  test(expr) || childExprs(expr).some(child => someExpr(child, test));
