import type { ClassStatement, Expr, FunctionStatement, Statement } from '../syntax/ast';
import type { TextFacts } from '../syntax/facts';
import type { ParsedText } from '../syntax/parse';
import { childStatements } from '../syntax/walk';
import type { Value } from './value';

/** What a module's top level binds; a name bound in two ways is `ambiguous`. */
type Binding =
  | { readonly kind: 'import'; readonly path: string }
  | { readonly kind: 'function'; readonly definition: FunctionStatement }
  | { readonly kind: 'class'; readonly definition: ClassStatement }
  | { readonly kind: 'assign'; readonly value: Expr }
  | { readonly kind: 'ambiguous' };

/** What the module level of a text binds, and what evaluating it came to so far. */
export interface ModuleScope {
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly classes: readonly ClassStatement[];
  /** Names that some class of the module derives from. */
  readonly baseNames: ReadonlySet<string>;
  /** Classes with their bases, once looked up. */
  readonly ancestries: Map<ClassStatement, readonly ClassStatement[]>;
  /** What the tokens of the whole text tell. */
  readonly facts: TextFacts;
  /** Values of module-level assignments, once evaluated; null while being evaluated. */
  readonly values: Map<string, Value | null>;
}

/** Reads the top level, and the insides of its `if`, `try` and `with`, without running it. */
export function readModule({ statements, facts }: ParsedText): ModuleScope {
  const bindings = new Map<string, Binding>();
  const classes: ClassStatement[] = [];
  bindAll(statements, bindings, classes);
  for (const name of facts.globals)
    if (bindings.has(name)) bindings.set(name, { kind: 'ambiguous' });
  const bases = classes.flatMap(item => item.bases.map(base => base.value));
  const baseNames = new Set(bases.map(base => (base.type === 'Name' ? base.name : '')));
  return {
    bindings,
    classes,
    baseNames,
    ancestries: new Map(),
    facts,
    values: new Map(),
  };
}

/** The names of the module that a statement of the top level binds. */
export function namesBoundBy(statement: Statement): Iterable<string> {
  const bindings = new Map<string, Binding>();
  bindAll([statement], bindings, []);
  return bindings.keys();
}

/** Binds what the statements of the top level do, and those inside its branches and blocks. */
function bindAll(
  statements: readonly Statement[],
  bindings: Map<string, Binding>,
  classes: ClassStatement[],
): void {
  for (const statement of statements) {
    bindStatement(statement, bindings, classes);
    if (LOOKED_INTO.has(statement.type)) bindAll(childStatements(statement), bindings, classes);
  }
}

const LOOKED_INTO = new Set<Statement['type']>(['If', 'Try', 'With', 'For', 'While']);

function bindStatement(
  statement: Statement,
  bindings: Map<string, Binding>,
  classes: ClassStatement[],
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
    case 'For':
      bindTarget(bindings, statement.target, null);
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
