import type { Expr, Statement } from '../syntax/ast';

/** Every name that statements may bind, however deep, found without running them. */
export function assignedNames(
  statements: readonly Statement[],
  names = new Set<string>(),
): Set<string> {
  for (const statement of statements) addStatement(statement, names);
  return names;
}

function addStatement(statement: Statement, names: Set<string>): void {
  const block = (list: readonly Statement[]) => assignedNames(list, names);
  switch (statement.type) {
    case 'Assign':
      for (const target of statement.targets) addTarget(target, names);
      break;
    case 'Augmented':
      addTarget(statement.target, names);
      break;
    case 'If':
      for (const branch of statement.branches) block(branch.body);
      block(statement.otherwise);
      break;
    case 'For':
      addTarget(statement.target, names);
      block(statement.body);
      block(statement.otherwise);
      break;
    case 'While':
      block(statement.body);
      block(statement.otherwise);
      break;
    case 'With':
      for (const item of statement.items) if (item.target) addTarget(item.target, names);
      block(statement.body);
      break;
    case 'Try':
      block(statement.body);
      for (const handler of statement.handlers) block(handler.body);
      block(statement.otherwise);
      block(statement.last);
      break;
    case 'Match':
      for (const item of statement.cases) block(item.body);
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
