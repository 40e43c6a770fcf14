import type { Expr } from '../syntax/ast';
import { someExpr } from '../syntax/walk';
import { openReachable, type State } from './state';
import { UNKNOWN, type Value } from './value';

/** The name under which `self.x` lives among the variables. */
export const attributeKey = (object: string, name: string): string => `${object}.${name}`;

/** Sets a name; what was defined by its old value is no longer. */
export function setName(state: State, name: string, value: Value): void {
  state.vars.set(name, value);
  state.definitions.delete(name);
  for (const [key, expr] of state.definitions)
    if (mentionsName(expr, name)) state.definitions.delete(key);
  if (!name.includes('.')) {
    const prefix = `${name}.`;
    for (const key of state.vars.keys()) if (key.startsWith(prefix)) state.vars.delete(key);
  }
}

/** Whether an expression reads a name, at any depth. */
export const mentionsName = (expr: Expr, name: string): boolean =>
  someExpr(expr, part => part.type === 'Name' && part.name === name);

/** Makes every name of a list unknown, with other names for the same tensor, and opens what it held. */
export function forget(state: State, names: readonly string[]): void {
  for (const name of names) {
    const value = state.vars.get(name);
    if (value) {
      openReachable(state, value);
      for (const [other, same] of [...state.vars])
        if (same === value && value.kind === 'tensor') setName(state, other, UNKNOWN);
    }
    setName(state, name, UNKNOWN);
  }
}
