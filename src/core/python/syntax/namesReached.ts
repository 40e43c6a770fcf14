import type { Expr, FunctionStatement, LambdaExpr, Parameter, Statement } from './ast';
import { childExprs, childStatements, statementExprs } from './walk';

const known = new WeakMap<FunctionStatement | LambdaExpr, ReadonlySet<string>>();

/** The names by which a function's code can reach variables round it: all that it mentions but its parameters. */
export function namesReached(definition: FunctionStatement | LambdaExpr): ReadonlySet<string> {
  const old = known.get(definition);
  if (old) return old;
  const names = new Set<string>();
  if (definition.type === 'Lambda') addNames(definition.body, names);
  else addBlock(definition.body, names);
  for (const { name } of definition.params) names.delete(name);
  addDefaults(definition.params, names);
  known.set(definition, names);
  return names;
}

function addBlock(statements: readonly Statement[], names: Set<string>): void {
  for (const statement of statements) {
    for (const expr of statementExprs(statement)) addNames(expr, names);
    if (statement.type === 'Function') addDefaults(statement.params, names);
    addBlock(childStatements(statement), names);
  }
}

function addNames(expr: Expr, names: Set<string>): void {
  if (expr.type === 'Name') names.add(expr.name);
  else if (expr.type === 'Opaque') for (const name of expr.names) names.add(name);
  else if (expr.type === 'Lambda') addDefaults(expr.params, names);
  for (const child of childExprs(expr)) addNames(child, names);
}

function addDefaults(params: readonly Parameter[], names: Set<string>): void {
  for (const { defaultValue } of params) if (defaultValue) addNames(defaultValue, names);
}
