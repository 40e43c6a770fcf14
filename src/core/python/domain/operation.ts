import type { Expr } from '../syntax/ast';
import { openReachable, type State } from './state';
import type { Value } from './value';

/** Arguments of a call with their values; a method's receiver comes first. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly positionalNodes: readonly Expr[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly keywordNodes: ReadonlyMap<string, Expr>;
  /** True when `*args` or `**kwargs` of unknown content take part. */
  readonly isOpen: boolean;
}

/** No arguments at all. */
export const NO_ARGUMENTS: Arguments = {
  positional: [],
  positionalNodes: [],
  keywords: new Map(),
  keywordNodes: new Map(),
  isOpen: false,
};

/** Lists and dicts handed to code we do not follow may come back changed. */
export function openArguments(state: State, args: Arguments): void {
  for (const value of args.positional) openReachable(state, value);
  for (const value of args.keywords.values()) openReachable(state, value);
}

/** One call to be modelled; a method's receiver is the first positional argument. */
export interface OpCall {
  /** The last part of the name called: `permute`, `cat`. */
  readonly name: string;
  readonly args: Arguments;
  readonly at: Expr;
  readonly text: string;
  readonly library: 'torch' | 'numpy';
  /** The exact items of a tuple or list, or null. */
  readonly items: (value: Value | undefined) => readonly Value[] | null;
  /** What any item of an iterable may be; null where it has none or is not one. */
  readonly element: (value: Value | undefined) => Value | null;
}
