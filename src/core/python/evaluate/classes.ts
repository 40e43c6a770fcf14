import { freeze } from '../domain/heap';
import { newState } from '../domain/state';
import { UNKNOWN, type Value } from '../domain/value';
import { assignedNames } from '../syntax/assignedNames';
import type { ClassStatement, Expr, FunctionStatement } from '../syntax/ast';
import { isWrittenLater } from './attributeWrites';
import { evaluate } from './evaluate';
import { newFrame, quietly, type Run } from './run';
import { Scope } from './scope';

/** The classes in which an attribute is looked up: the class and its bases in the same file. */
export function ancestry(run: Run, definition: ClassStatement): readonly ClassStatement[] {
  const known = run.module.ancestries.get(definition);
  if (known) return known;
  const found = collectBases(run, definition, new Set());
  run.module.ancestries.set(definition, found);
  return found;
}

function collectBases(
  run: Run,
  definition: ClassStatement,
  seen: Set<ClassStatement>,
): ClassStatement[] {
  if (seen.has(definition) || seen.size > 32) return [];
  seen.add(definition);
  const bases = definition.bases.flatMap(base => {
    const binding =
      base.value.type === 'Name' ? run.module.bindings.get(base.value.name) : undefined;
    return binding?.kind === 'class' ? collectBases(run, binding.definition, seen) : [];
  });
  return [definition, ...bases];
}

/** The method of this name; null where there is none, or a line that did not parse may be it. */
export function findMethod(
  run: Run,
  definition: ClassStatement,
  name: string,
): FunctionStatement | null {
  for (const item of ancestry(run, definition)) {
    if (mayBind(item, name)) return null;
    const found = item.body.findLast(part => part.type === 'Function' && part.name === name);
    if (found?.type === 'Function') return found;
  }
  return null;
}

/** Whether a line of the class that did not parse may bind the name. */
const mayBind = (definition: ClassStatement, name: string): boolean =>
  definition.body.some(
    part => part.type === 'Forget' && (part.isNameless || part.names.includes(name)),
  );

/** The expression assigned to a class attribute; null when absent or not known. */
export function findAttribute(run: Run, definition: ClassStatement, name: string): Expr | null {
  for (const item of ancestry(run, definition)) {
    if (mayBind(item, name)) return null;
    const last = item.body.findLast(
      part =>
        part.type === 'Assign' &&
        part.targets.some(target => target.type === 'Name' && target.name === name),
    );
    if (last?.type === 'Assign') return last.value;
  }
  return null;
}

/** Whether a class attribute may be more than its plain assignments say: `+=`, a branch, `Class.x = ...`. */
function isComputed(run: Run, definition: ClassStatement, name: string): boolean {
  const classes = ancestry(run, definition);
  if (isWrittenLater(run, classes, name)) return true;
  return classes.some(item => {
    const indirect = item.body.filter(part => part.type !== 'Assign' && part.type !== 'Function');
    return assignedNames(indirect).has(name);
  });
}

/** The value of a class attribute, evaluated among the class's own names; null when absent. */
export function classAttribute(run: Run, definition: ClassStatement, name: string): Value | null {
  if (ancestry(run, definition).some(item => mayBind(item, name))) return UNKNOWN;
  const expr = findAttribute(run, definition, name);
  if (isComputed(run, definition, name)) return UNKNOWN;
  if (expr === null) return null;
  if (run.callers.length > 8) return UNKNOWN;
  const state = newState();
  const closure = new Map<string, Value>();
  for (const other of namesIn(expr)) {
    if (other === name) continue;
    const value = run.callers.length < 6 ? siblingValue(run, definition, other) : null;
    if (value) closure.set(other, value);
  }
  const frame = newFrame(null, closure);
  return quietly(run, () => freeze(state, evaluate(new Scope(run, frame, state), expr)));
}

function siblingValue(run: Run, definition: ClassStatement, name: string): Value | null {
  run.callers.push({ definition, at: definition });
  try {
    return classAttribute(run, definition, name);
  } finally {
    run.callers.pop();
  }
}

function namesIn(expr: Expr): string[] {
  if (expr.type === 'Name') return [expr.name];
  if (expr.type === 'Tuple' || expr.type === 'List') return expr.items.flatMap(namesIn);
  if (expr.type === 'Binary') return [...namesIn(expr.left), ...namesIn(expr.right)];
  if (expr.type === 'Star') return namesIn(expr.value);
  if (expr.type === 'Call') return expr.args.flatMap(argument => namesIn(argument.value));
  return [];
}

const isDecorated = (method: FunctionStatement, name: string): boolean =>
  method.decorators.some(item => item.type === 'Name' && item.name === name);

/** `self.name` or `Class.name`: a bound method, or the value of a class attribute nobody sets later. */
export function classMember(run: Run, object: Value, name: string): Value {
  if (object.kind !== 'instance' && object.kind !== 'class') return UNKNOWN;
  const { definition } = object;
  const method = findMethod(run, definition, name);
  if (method) {
    if (isDecorated(method, 'property')) return UNKNOWN;
    const isStatic = isDecorated(method, 'staticmethod');
    const isClassMethod = isDecorated(method, 'classmethod');
    const binds = !isStatic && (isClassMethod || object.kind === 'instance');
    return {
      kind: 'function',
      definition: method,
      self: binds ? object : null,
      closure: null,
      owner: null,
    };
  }
  // A list or dict of the class is shared by every instance and may have grown since.
  const expr = findAttribute(run, definition, name);
  if (expr !== null && MUTABLE.test(expr.type)) return UNKNOWN;
  return classAttribute(run, definition, name) ?? UNKNOWN;
}

const MUTABLE = /^(List|Dict|Set|Comprehension)$/;
