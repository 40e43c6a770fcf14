import { allocate, elementOf, itemsOf, newDict, newList, objectOf } from '../domain/heap';
import { join, joinAll } from '../domain/join';
import { type Arguments, openArguments } from '../domain/operation';
import type { State } from '../domain/state';
import {
  ANY_BOOL,
  ANY_INT,
  ANY_STRING,
  bool,
  constantNumber,
  float,
  int,
  NONE,
  sequence,
  tuple,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { classNames, isInstance } from '../narrowing/instances';
import type { CallExpr } from '../syntax/ast';
import type { Scope } from './scope';

interface Use {
  readonly state: State;
  readonly args: Arguments;
  readonly site: string;
}
type Builtin = (use: Use) => Value;

/** Python's own functions, and `math`. */
export function builtinCall(
  { run, state }: Scope,
  expr: CallExpr,
  path: string,
  args: Arguments,
): Value {
  const name = path.slice(path.indexOf('.') + 1);
  if (path.startsWith('math.')) return mathCall(name, args);
  const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (builtin) return builtin({ state, args, site: `${expr.from}@${run.callers.length}` });
  if (name !== 'print') openArguments(state, args);
  return name === 'print' ? NONE : UNKNOWN;
}

function mathCall(name: string, args: Arguments): Value {
  const value = constantNumber(args.positional[0]);
  if (/^(floor|ceil|trunc)$/.test(name)) {
    if (args.positional[0]?.kind === 'int') return args.positional[0];
    const round = { floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc }[name as 'floor'];
    return int(value === null ? null : round(value));
  }
  return /^(gcd|lcm|prod|comb|isqrt)$/.test(name) ? ANY_INT : float(null);
}

const first = (use: Use): Value => use.args.positional[0] ?? UNKNOWN;

function lengthOf(use: Use): Value {
  const value = first(use);
  const items = itemsOf(use.state, value);
  if (items) return int(items.length);
  if (value.kind === 'tensor') {
    const axis = value.axes?.[0];
    return axis ? int(axis.size, axis.role) : ANY_INT;
  }
  return ANY_INT;
}

/** Items of each argument side by side; exact where all are exact and as long. */
function zipped(use: Use): Value {
  const lists = use.args.positional.map(value => itemsOf(use.state, value));
  if (
    lists.length > 0 &&
    lists.every(items => items !== null && items.length === lists[0]!.length)
  ) {
    return tuple(lists[0]!.map((_, i) => tuple(lists.map(items => items![i]!))));
  }
  if (use.args.isOpen) return UNKNOWN;
  return sequence(
    tuple(use.args.positional.map(value => elementOf(use.state, value) ?? UNKNOWN)),
    false,
  );
}

function enumerated(use: Use): Value {
  const items = itemsOf(use.state, first(use));
  const hasStart = use.args.positional.length > 1 || use.args.keywords.size > 0;
  if (items && !hasStart) return tuple(items.map((item, i) => tuple([int(i), item])));
  return sequence(tuple([ANY_INT, elementOf(use.state, first(use)) ?? UNKNOWN]), false);
}

function whole(use: Use): Value {
  const value = first(use);
  if (value.kind === 'int') return value;
  const number = constantNumber(value);
  return int(number === null ? null : Math.trunc(number));
}

function extremum(use: Use & { readonly isLargest: boolean }): Value {
  const values =
    use.args.positional.length > 1 ? use.args.positional : (itemsOf(use.state, first(use)) ?? []);
  if (values.length === 0) return elementOf(use.state, first(use)) ?? UNKNOWN;
  const kinds = new Set(values.map(value => value.kind));
  const numbers = values.map(constantNumber);
  if (numbers.every(number => number !== null) && kinds.size === 1 && kinds.has('int')) {
    return int((use.isLargest ? Math.max : Math.min)(...numbers));
  }
  if ([...kinds].every(kind => kind === 'int')) return values.reduce(join);
  return [...kinds].every(kind => kind === 'int' || kind === 'float')
    ? joinAll([float(null), ANY_INT])
    : UNKNOWN;
}

function summed(use: Use): Value {
  const items = itemsOf(use.state, first(use));
  const element = elementOf(use.state, first(use));
  if (element?.kind === 'int') return ANY_INT;
  return items?.length === 1 ? items[0]! : UNKNOWN;
}

function asList(use: Use): Value {
  if (use.args.positional.length === 0) return allocate(use.state, use.site, newList([], null));
  const items = itemsOf(use.state, first(use));
  const isKnown = first(use).kind !== 'unknown';
  return allocate(
    use.state,
    use.site,
    newList(items, items ? null : isKnown ? elementOf(use.state, first(use)) : UNKNOWN),
  );
}

const BUILTINS: Readonly<Record<string, Builtin>> = {
  len: lengthOf,
  range: () => sequence(ANY_INT, false),
  enumerate: enumerated,
  zip: zipped,
  list: asList,
  sorted: use => {
    const element = elementOf(use.state, first(use));
    return allocate(use.state, use.site, newList(null, element ?? UNKNOWN));
  },
  reversed: use => {
    const items = itemsOf(use.state, first(use));
    return items
      ? tuple([...items].reverse())
      : sequence(elementOf(use.state, first(use)) ?? UNKNOWN, false);
  },
  tuple: use => {
    if (use.args.positional.length === 0) return tuple([]);
    const items = itemsOf(use.state, first(use));
    return items ? tuple(items) : sequence(elementOf(use.state, first(use)) ?? UNKNOWN);
  },
  dict: use => {
    const source = objectOf(use.state, first(use));
    const entries = new Map(source?.type === 'dict' ? source.entries : []);
    for (const [key, value] of use.args.keywords) entries.set(key, value);
    const isExact =
      use.args.positional.length === 0
        ? !use.args.isOpen
        : source?.type === 'dict' && !source.isOpen && source.maybe.size === 0;
    return allocate(use.state, use.site, newDict(entries, !isExact));
  },
  set: use => sequence(elementOf(use.state, first(use)) ?? UNKNOWN, false),
  int: whole,
  round: use =>
    use.args.positional.length === 1 && first(use).kind !== 'tensor'
      ? whole({
          ...use,
          args: { ...use.args, positional: [first(use).kind === 'int' ? first(use) : float(null)] },
        })
      : UNKNOWN,
  float: use => float(constantNumber(first(use))),
  bool: () => ANY_BOOL,
  str: () => ANY_STRING,
  repr: () => ANY_STRING,
  isinstance: ({ state, args }) => {
    const classes = classNames(state, args.positional[1]);
    return classes ? bool(isInstance(args.positional[0]!, classes)) : ANY_BOOL;
  },
  hasattr: () => ANY_BOOL,
  abs: use => {
    const value = first(use);
    if (value.kind === 'tensor') return { ...value, aliasOf: null, range: null };
    if (value.kind !== 'int') return value.kind === 'float' ? float(null) : UNKNOWN;
    return int(typeof value.size === 'number' ? Math.abs(value.size) : null);
  },
  min: use => extremum({ ...use, isLargest: false }),
  max: use => extremum({ ...use, isLargest: true }),
  sum: summed,
  any: () => ANY_BOOL,
  all: () => ANY_BOOL,
  id: () => ANY_INT,
  print: () => NONE,
};
