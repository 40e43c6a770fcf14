import { type Size, sizeKey, sizesEqual } from './size';
import {
  type Axis,
  type IntegerValue,
  type TensorValue,
  tuple,
  UNKNOWN,
  type Value,
} from './value';

const MAX_ALTERNATIVES = 4;

/** The alternatives of a value: itself, or the members of a union. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'union' ? value.items : [value];
}

/** What is true of the value whichever of the two it is. */
export function join(a: Value, b: Value): Value {
  if (a === b) return a;
  if (a.kind === 'unknown' || b.kind === 'unknown') return UNKNOWN;
  return joinAll([...alternatives(a), ...alternatives(b)]);
}

/** Joins any number of values; none at all is Unknown. */
export function joinAll(values: readonly Value[]): Value {
  if (values.length === 1) return values[0]!;
  const kept: Value[] = [];
  for (const value of values) {
    if (value.kind !== 'union') mergeInto(kept, value);
    else for (const part of value.items) mergeInto(kept, part);
  }
  if (kept.length === 0 || kept.length > MAX_ALTERNATIVES) return UNKNOWN;
  if (kept.some(value => value.kind === 'unknown')) return UNKNOWN;
  return kept.length === 1 ? kept[0]! : { kind: 'union', items: kept };
}

function mergeInto(kept: Value[], value: Value): void {
  // Two unions meet whole before they are counted: a later member may yet take in earlier ones.
  if (kept.length > 2 * MAX_ALTERNATIVES) return;
  for (let i = 0; i < kept.length; i++) {
    const merged = joinAlike(kept[i]!, value);
    if (merged === null) continue;
    if (merged !== kept[i]) absorb(kept, i, merged);
    return;
  }
  kept.push(value);
}

/** A wider member may take in later ones: a picture of any mode those of each mode. */
function absorb(kept: Value[], at: number, wider: Value): void {
  kept[at] = wider;
  for (let i = kept.length - 1; i > at; i--) {
    const merged = joinAlike(kept[at]!, kept[i]!);
    if (merged === null) continue;
    kept[at] = merged;
    kept.splice(i, 1);
  }
}

/** The join of two values of the same make, or null where they stay apart. */
function joinAlike(a: Value, b: Value): Value | null {
  if (a === b) return a;
  switch (a.kind) {
    case 'none':
    case 'vae':
    case 'ellipsis':
      return a.kind === b.kind ? a : null;
    case 'bool':
    case 'float':
    case 'string':
      if (b.kind !== a.kind) return null;
      return a.value === b.value ? a : ({ kind: a.kind, value: null } as Value);
    case 'int':
      return b.kind === 'int' ? joinInts(a, b) : null;
    case 'tensor':
      return b.kind === 'tensor' ? joinTensors(a, b) : null;
    case 'tuple':
      if (b.kind !== 'tuple' || a.items.length !== b.items.length) return null;
      return tuple(a.items.map((item, i) => join(item, b.items[i]!)));
    case 'sequence':
      if (b.kind !== 'sequence') return null;
      return {
        kind: 'sequence',
        element: join(a.element, b.element),
        isList: a.isList && b.isList,
      };
    case 'reference':
      return b.kind === 'reference' && a.id === b.id ? a : null;
    case 'pil':
      // Pictures of two modes give arrays of two ranks: they stay apart.
      if (b.kind !== 'pil' || (a.mode !== b.mode && a.mode !== null && b.mode !== null))
        return null;
      return {
        kind: 'pil',
        mode: a.mode === b.mode ? a.mode : null,
        width: sizesEqual(a.width, b.width) ? a.width : null,
        height: sizesEqual(a.height, b.height) ? a.height : null,
      };
    case 'module':
      return b.kind === 'module' && a.path === b.path ? a : null;
    case 'function':
      return b.kind === 'function' && a.definition === b.definition ? a : null;
    case 'class':
    case 'instance':
      return b.kind === a.kind && a.definition === b.definition ? a : null;
    default:
      return null;
  }
}

function joinInts(a: IntegerValue, b: IntegerValue): IntegerValue {
  const size = sizesEqual(a.size, b.size) ? a.size : null;
  return { kind: 'int', size, role: a.role === b.role ? a.role : null };
}

/** What is true of either axis: its size and role where both agree. */
export function joinAxes(a: Axis, b: Axis): Axis {
  return {
    size: sizesEqual(a.size, b.size) ? a.size : null,
    role: a.role === b.role ? a.role : null,
  };
}

function joinTensors(a: TensorValue, b: TensorValue): TensorValue | null {
  if (isSameTensor(a, b)) return a;
  if (a.library !== b.library) return null;
  if (a.axes?.length !== b.axes?.length) return null;
  const sameRange = a.range?.[0] === b.range?.[0] && a.range?.[1] === b.range?.[1];
  return {
    kind: 'tensor',
    library: a.library,
    axes: a.axes?.map((item, i) => joinAxes(item, b.axes![i]!)) ?? null,
    dtype: a.dtype === b.dtype ? a.dtype : null,
    range: sameRange ? a.range : null,
    aliasOf: a.aliasOf === b.aliasOf ? a.aliasOf : null,
    onInputDevice: a.onInputDevice && b.onInputDevice,
    port: a.port === b.port ? a.port : null,
    step: a.step ?? b.step,
  };
}

const isSameAxis = (a: Axis, b: Axis): boolean =>
  a === b || (a.role === b.role && sizeKey(a.size) === sizeKey(b.size));

/** The same but for its history: nothing needs to be made anew. */
function isSameTensor(a: TensorValue, b: TensorValue): boolean {
  if (a.library !== b.library || a.dtype !== b.dtype || a.aliasOf !== b.aliasOf) return false;
  if (a.onInputDevice !== b.onInputDevice || a.port !== b.port) return false;
  if (a.range !== b.range && a.range?.join() !== b.range?.join()) return false;
  if (a.axes === b.axes) return true;
  if (a.axes?.length !== b.axes?.length || !a.axes || !b.axes) return false;
  return a.axes.every((item, i) => isSameAxis(item, b.axes![i]!));
}

/** Whether two values say the same, so that a loop has settled; history and owners do not count. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'tensor':
      return b.kind === 'tensor' && isSameTensor(a, b);
    case 'bool':
    case 'float':
    case 'string':
      return b.kind === a.kind && Object.is(a.value, b.value);
    case 'int':
      return b.kind === 'int' && a.role === b.role && sameSize(a.size, b.size);
    case 'tuple':
    case 'union':
      return b.kind === a.kind && sameValues(a.items, b.items);
    case 'nodeOutput':
      return b.kind === 'nodeOutput' && sameValues(a.items, b.items);
    case 'sequence':
      return b.kind === 'sequence' && a.isList === b.isList && sameValue(a.element, b.element);
    case 'reference':
      return b.kind === 'reference' && a.id === b.id;
    case 'pil':
      return (
        b.kind === 'pil' &&
        a.mode === b.mode &&
        sameSize(a.width, b.width) &&
        sameSize(a.height, b.height)
      );
    case 'function':
      return b.kind === 'function' && a.definition === b.definition && sameSelf(a.self, b.self);
    case 'class':
    case 'instance':
      return b.kind === a.kind && a.definition === b.definition;
    default:
      return sameRest(a, b);
  }
}

/** The kinds that loops seldom meet. */
function sameRest(a: Value, b: Value): boolean {
  switch (a.kind) {
    case 'slice':
      return (
        b.kind === 'slice' &&
        a.step === b.step &&
        sameSize(a.from, b.from) &&
        (a.to === 'end' || b.to === 'end' ? a.to === b.to : sameSize(a.to, b.to))
      );
    case 'module':
      return b.kind === 'module' && a.path === b.path;
    case 'method':
      return b.kind === 'method' && a.name === b.name && sameValue(a.receiver, b.receiver);
    case 'port':
      return (
        b.kind === 'port' &&
        a.direction === b.direction &&
        a.type === b.type &&
        a.id === b.id &&
        a.optional === b.optional &&
        a.isOutputList === b.isOutputList
      );
    case 'schema':
      return (
        b.kind === 'schema' &&
        a.isInputList === b.isInputList &&
        sameValue(a.inputs, b.inputs) &&
        sameValue(a.outputs, b.outputs)
      );
    default:
      // unknown, none, ellipsis and vae have nothing but their kind.
      return a.kind === b.kind;
  }
}

const sameSize = (a: Size, b: Size): boolean => a === b || sizeKey(a) === sizeKey(b);

const sameSelf = (a: Value | null, b: Value | null): boolean =>
  a === b || (a !== null && b !== null && sameValue(a, b));

function sameValues(a: readonly Value[] | null, b: readonly Value[] | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((item, i) => sameValue(item, b[i]!));
}
