import type { Polynomial, Size } from '../../../src/core/python/domain/size';
import type { State } from '../../../src/core/python/domain/state';
import type {
  HeapObject,
  PilValue,
  TensorValue,
  Value,
} from '../../../src/core/python/domain/value';
import { BANDS } from '../../../src/core/python/domain/value';

/** What Python made of a value, as a script describes it. */
export interface Real {
  readonly kind: string;
  readonly library?: string;
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly value?: number | boolean;
  readonly items?: readonly Real[];
  readonly count?: number;
  readonly entries?: Readonly<Record<string, Real>>;
  readonly mode?: string;
  /** Width and height of a picture. */
  readonly size?: readonly number[];
}
/** The number a named size stands for; null where a name is not among the seeds. */
function evaluateSize(size: Size, sizes: ReadonlyMap<string, number>): number | null {
  if (size === null || typeof size === 'number') return size;
  let sum = 0;
  for (const term of (size as Polynomial).terms) {
    let product = term.factor;
    for (const symbol of term.symbols) {
      const value = sizes.get(symbol);
      if (value === undefined) return null;
      product *= value;
    }
    sum += product;
  }
  return sum;
}

const DTYPES: Readonly<Record<string, readonly string[]>> = {
  float: ['float32', 'float64'],
  half: ['float16', 'bfloat16'],
  uint8: ['uint8'],
  int: ['int8', 'int16', 'int32', 'int64'],
  bool: ['bool'],
};

/** Why what was inferred cannot be what really came out; null where it can. Sizes by the names they stand for. */
export function mismatch(
  ours: Value,
  real: Real,
  sizes: ReadonlyMap<string, number>,
  state: State,
): string | null {
  switch (ours.kind) {
    case 'reference':
      return objectMismatch(state.heap.get(ours.id), real, sizes, state);
    case 'sequence':
      return itemsMismatch(null, ours.element, real, sizes, state);
    case 'union': {
      const reasons = ours.items.map(item => mismatch(item, real, sizes, state));
      return reasons.includes(null) ? null : reasons.join(' | ');
    }
    case 'tensor':
      return tensorMismatch(ours, real, sizes);
    case 'int': {
      if (real.kind !== 'int') return `int against ${real.kind}`;
      const size = evaluateSize(ours.size, sizes);
      return size !== null && size !== real.value ? `int ${size} against ${real.value}` : null;
    }
    case 'bool':
      return ours.value !== null && real.value !== ours.value
        ? `bool ${ours.value} against ${real.value}`
        : null;
    case 'tuple':
      if (!real.items) return `tuple against ${real.kind}`;
      return itemsMismatch(ours.items, null, real, sizes, state);
    case 'pil':
      return pictureMismatch(ours, real, sizes);
    case 'none':
      return real.kind === 'NoneType' ? null : `None against ${real.kind}`;
    default:
      return null;
  }
}

type Sizes = ReadonlyMap<string, number>;

/** Exact items one by one, or every item against the one that stands for all. */
function itemsMismatch(
  items: readonly Value[] | null,
  element: Value | null,
  real: Real,
  sizes: Sizes,
  state: State,
): string | null {
  if (!real.items) return null;
  if (items && real.count !== items.length) return `${items.length} items against ${real.count}`;
  for (const [i, item] of real.items.entries()) {
    const ours = items ? items[i] : element;
    const why = ours && mismatch(ours, item, sizes, state);
    if (why) return `item ${i}: ${why}`;
  }
  return null;
}

function objectMismatch(
  object: HeapObject | undefined,
  real: Real,
  sizes: Sizes,
  state: State,
): string | null {
  if (object?.type === 'list') {
    if (real.kind !== 'list') return `list against ${real.kind}`;
    return itemsMismatch(object.items, object.element, real, sizes, state);
  }
  if (object?.type !== 'dict') return null;
  if (real.kind !== 'dict') return `dict against ${real.kind}`;
  if (!real.entries) return null;
  for (const [key, item] of object.entries) {
    const found = real.entries[key];
    if (found === undefined && !object.maybe.has(key)) return `no key ${key}`;
    const why = found && mismatch(item, found, sizes, state);
    if (why) return `${key}: ${why}`;
  }
  return null;
}

function pictureMismatch(ours: PilValue, real: Real, sizes: Sizes): string | null {
  if (real.kind !== 'pil') return `picture against ${real.kind}`;
  if (ours.mode !== null && ours.mode !== BANDS && ours.mode !== real.mode)
    return `mode ${ours.mode} against ${real.mode}`;
  const inferred = [ours.width, ours.height].map(size => evaluateSize(size, sizes));
  const fits = inferred.every((size, i) => size === null || size === real.size?.[i]);
  return fits ? null : `picture ${inferred} against ${real.size}`;
}

function tensorMismatch(
  ours: TensorValue,
  real: Real,
  sizes: ReadonlyMap<string, number>,
): string | null {
  if (real.kind !== 'tensor') return `tensor against ${real.kind}`;
  if (ours.library !== real.library) return `${ours.library} against ${real.library}`;
  if (ours.dtype && !DTYPES[ours.dtype]!.includes(real.dtype!))
    return `dtype ${ours.dtype} against ${real.dtype}`;
  if (ours.axes === null) return null;
  const inferred = ours.axes.map(item => evaluateSize(item.size, sizes));
  const fits =
    inferred.length === real.shape!.length &&
    inferred.every((size, i) => size === null || size === real.shape![i]);
  return fits ? null : `[${inferred.map(size => size ?? '?')}] against [${real.shape}]`;
}
