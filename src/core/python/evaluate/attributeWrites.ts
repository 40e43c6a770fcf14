import { UNKNOWN, type Value } from '../domain/value';
import { setName } from '../domain/variables';
import type { CallExpr, ClassStatement, Expr } from '../syntax/ast';
import type { AttributeWrite } from '../syntax/facts';
import type { Run } from './run';
import type { Scope } from './scope';

const writesTo = (run: Run, name: string): readonly AttributeWrite[] =>
  run.module.facts.attributeWrites.get(name) ?? [];

/** Whether an attribute of one of the classes is written after the class body, as `X.name = ...`. */
export function isWrittenLater(
  run: Run,
  classes: readonly ClassStatement[],
  name: string,
): boolean {
  return writesTo(run, name).some(({ object }) => {
    const isClass = run.module.bindings.get(object)?.kind === 'class';
    return !isClass || classes.some(item => item.name === object);
  });
}

/** A call may write to the attributes of any object that takes part: what we knew of those is over. */
export function forgetAttributes(scope: Scope, expr: CallExpr, callee: Value): void {
  const { state } = scope;
  if (callee.kind === 'method' || (callee.kind === 'module' && HARMLESS.test(callee.path))) return;
  const keys = [...state.vars.keys()].filter(key => key.includes('.'));
  if (keys.length === 0) return;
  const objects = [expr.callee, ...expr.args.map(item => item.value)].map(objectName);
  for (const key of keys) {
    const [object, name] = key.split('.') as [string, string];
    if (objects.includes(object) && mayWrite(scope, callee, name)) setName(state, key, UNKNOWN);
  }
}

const HARMLESS = /^(torch|numpy|math|builtins|PIL|comfy|cv2|scipy)\b/;

/** A function of this file writes what its text says; any other may write anything. */
function mayWrite({ run, frame }: Scope, callee: Value, name: string): boolean {
  const { definition } = frame;
  if (callee.kind !== 'function' || definition === null) return true;
  return writesTo(run, name).some(({ at }) => at < definition.from || at >= definition.to);
}

/** `self` of `self.run(...)`, `x` of an argument `x`. */
function objectName(expr: Expr): string | null {
  if (expr.type === 'Attribute') return expr.object.type === 'Name' ? expr.object.name : null;
  return expr.type === 'Name' ? expr.name : null;
}
