import type { Value } from '../domain/value';
import type { ClassStatement, Expr, FunctionStatement, Statement } from '../syntax/ast';
import type { AttributeWrite } from './attributeWrites';

/** What a module's top level binds; a name bound in two ways is `ambiguous`. */
export type Binding =
  | { readonly kind: 'import'; readonly path: string }
  | { readonly kind: 'function'; readonly definition: FunctionStatement }
  | { readonly kind: 'class'; readonly definition: ClassStatement }
  | { readonly kind: 'assign'; readonly value: Expr }
  | { readonly kind: 'ambiguous' };

export interface ModuleScope {
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly classes: readonly ClassStatement[];
  /** Names that some class of the module derives from. */
  readonly baseNames: ReadonlySet<string>;
  /** Classes with their bases, once looked up. */
  readonly ancestries: Map<ClassStatement, readonly ClassStatement[]>;
  /** `object.name = ...` by name, once read; empty before that. */
  readonly attributeWrites: Map<string, readonly AttributeWrite[]>;
  /** Values of module-level assignments, once evaluated; null while being evaluated. */
  readonly values: Map<string, Value | null>;
}

/** Reads the top level, and the insides of its `if`, `try` and `with`, without running it. */
export function readModule(statements: readonly Statement[], text: string): ModuleScope {
  const bindings = new Map<string, Binding>();
  const classes: ClassStatement[] = [];
  const visit = (list: readonly Statement[]) => {
    for (const statement of list) bindStatement(statement, bindings, classes, visit);
  };
  visit(statements);
  for (const name of globalNames(text))
    if (bindings.has(name)) bindings.set(name, { kind: 'ambiguous' });
  const bases = classes.flatMap(item => item.bases.map(base => base.value));
  const baseNames = new Set(bases.map(base => (base.type === 'Name' ? base.name : '')));
  return {
    bindings,
    classes,
    baseNames,
    ancestries: new Map(),
    attributeWrites: new Map(),
    values: new Map(),
  };
}

/** The names of the module that a statement of the top level binds. */
export function namesBoundBy(statement: Statement): Iterable<string> {
  const bindings = new Map<string, Binding>();
  const visit = (list: readonly Statement[]) => {
    for (const inner of list) bindStatement(inner, bindings, [], visit);
  };
  visit([statement]);
  return bindings.keys();
}

/** Names that some function declares `global`, and so may set at any time. */
function globalNames(text: string): string[] {
  const lines = text.matchAll(/^[ \t]+global[ \t]+([\w, \t]+)/gm);
  return [...lines].flatMap(([, names]) => names!.split(',').map(name => name.trim()));
}

function bindStatement(
  statement: Statement,
  bindings: Map<string, Binding>,
  classes: ClassStatement[],
  visit: (list: readonly Statement[]) => void,
): void {
  switch (statement.type) {
    case 'Import':
      for (const { local, path } of statement.names)
        bind(bindings, local, { kind: 'import', path });
      break;
    case 'Function':
      bind(bindings, statement.name, { kind: 'function', definition: statement });
      break;
    case 'Class':
      classes.push(statement);
      bind(bindings, statement.name, { kind: 'class', definition: statement });
      break;
    case 'Assign':
      for (const target of statement.targets) bindTarget(bindings, target, statement.value);
      break;
    case 'Augmented':
      bindTarget(bindings, statement.target, null);
      break;
    case 'If':
      for (const branch of statement.branches) visit(branch.body);
      visit(statement.otherwise);
      break;
    case 'Try':
      visit(statement.body);
      for (const handler of statement.handlers) visit(handler.body);
      visit(statement.otherwise);
      visit(statement.last);
      break;
    case 'With':
      visit(statement.body);
      break;
    case 'For':
    case 'While':
      if (statement.type === 'For') bindTarget(bindings, statement.target, null);
      visit(statement.body);
      break;
    case 'Forget':
      for (const name of statement.names) bindings.set(name, { kind: 'ambiguous' });
      break;
  }
}

function bindTarget(bindings: Map<string, Binding>, target: Expr, value: Expr | null): void {
  if (target.type === 'Name') {
    bind(bindings, target.name, value ? { kind: 'assign', value } : { kind: 'ambiguous' });
  } else if (target.type === 'Tuple' || target.type === 'List') {
    for (const item of target.items) bindTarget(bindings, item, null);
  }
}

function bind(bindings: Map<string, Binding>, name: string, binding: Binding): void {
  const old = bindings.get(name);
  const isRepeat =
    old === undefined ||
    (old.kind === 'import' && binding.kind === 'import' && old.path === binding.path) ||
    (old.kind === binding.kind && (binding.kind === 'function' || binding.kind === 'class'));
  bindings.set(name, isRepeat ? binding : { kind: 'ambiguous' });
}
