import type { Expr, Statement } from './ast';
import { childStatements } from './walk';

/** Every name that statements may bind, however deep, found without running them; `x.y` for an attribute. */
export function assignedNames(
  statements: readonly Statement[],
  names = new Set<string>(),
): Set<string> {
  for (const statement of statements) {
    addOwnNames(statement, names);
    // What a function or class binds inside is its own.
    if (statement.type !== 'Function' && statement.type !== 'Class')
      assignedNames(childStatements(statement), names);
  }
  return names;
}

function addOwnNames(statement: Statement, names: Set<string>): void {
  switch (statement.type) {
    case 'Assign':
      for (const target of statement.targets) addTarget(target, names);
      break;
    case 'Augmented':
    case 'For':
      addTarget(statement.target, names);
      break;
    case 'With':
      for (const item of statement.items) if (item.target) addTarget(item.target, names);
      break;
    case 'Import':
      for (const { local } of statement.names) names.add(local);
      break;
    case 'Function':
    case 'Class':
      names.add(statement.name);
      break;
    case 'Forget':
      for (const name of statement.names) names.add(name);
      break;
  }
}

function addTarget(target: Expr, names: Set<string>): void {
  switch (target.type) {
    case 'Name':
      names.add(target.name);
      break;
    case 'Tuple':
    case 'List':
      for (const item of target.items) addTarget(item, names);
      break;
    case 'Star':
      addTarget(target.value, names);
      break;
    case 'Attribute':
      if (target.object.type === 'Name') names.add(`${target.object.name}.${target.name}`);
      break;
  }
}
