import type { Kind } from '../../contracts/index';
import type { LocalText } from '../../l10n';
import type { ClassStatement, Expr, FunctionStatement, LambdaExpr } from '../syntax/ast';
import type { Size } from './size';

/** What an axis means; known for axes that come from a declared input or a named size. */
export const AXIS_ROLES = ['B', 'C', 'H', 'W', 'T'] as const;
export type AxisRole = (typeof AXIS_ROLES)[number];

/** One axis: how long it is, and what it means. */
export interface Axis {
  readonly size: Size;
  readonly role: AxisRole | null;
}

/** One step of how a value came to its shape, newest first. */
export interface HistoryStep {
  readonly from: number;
  readonly to: number;
  /** Made only when a finding shows it. */
  readonly text: () => LocalText;
  readonly previous: HistoryStep | null;
  /** The type that a node declares the value to have; none where it was computed. */
  readonly declared?: string | null;
  readonly depth: number;
}

/** `half` is float16 or bfloat16; `float` any other float. */
export type DtypeClass = 'float' | 'half' | 'uint8' | 'int' | 'bool';

/** A torch tensor or a NumPy array. */
export interface TensorValue {
  readonly kind: 'tensor';
  readonly library: 'torch' | 'numpy';
  /** Null when even the rank is unknown. */
  readonly axes: readonly Axis[] | null;
  readonly dtype: DtypeClass | null;
  /** The nominal range its values are scaled to, `[0, 255]` for bytes; null when unknown. */
  readonly range: readonly [number, number] | null;
  /** The input whose memory it surely shares, or null. */
  readonly aliasOf: string | null;
  /** True while it surely lies where the input did. */
  readonly onInputDevice: boolean;
  /** The port type it was declared with or derives from by shape-keeping steps. */
  readonly port: Kind | null;
  readonly step: HistoryStep | null;
}

/** A whole number; `role` where it is the length of such an axis. */
export interface IntegerValue {
  readonly kind: 'int';
  readonly size: Size;
  readonly role: AxisRole | null;
}
interface TupleValue {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
  /** The tensor whose `.shape` this is, or a slice-free view of it. */
  readonly shapeOf: TensorValue | null;
}
/** A tuple, list or iterable of unknown length, without identity. */
interface SequenceValue {
  readonly kind: 'sequence';
  readonly element: Value;
  /** True where it is a Python list or tuple for sure, not just something one can iterate. */
  readonly isList: boolean;
}
/** A list or dict with identity: its content lies in the state's heap. */
interface ReferenceValue {
  readonly kind: 'reference';
  readonly id: string;
  readonly type: 'list' | 'dict';
}
/** A PIL image; sizes in pixels, null where unknown. */
export interface PilValue {
  readonly kind: 'pil';
  readonly mode: string | null;
  readonly width: Size;
  readonly height: Size;
}
/** A function or lambda of the text, with the variables that it sees. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly definition: FunctionStatement | LambdaExpr;
  /** What stands before the dot of a method call. */
  readonly self: Value | null;
  /** Local variables of the function round it, looked up after its own, as they were when it was made. */
  readonly closure: ReadonlyMap<string, Value> | null;
  /** The call whose variables those are: called from there, they are read as they are by then. */
  readonly owner: object | null;
}
/** A declared input or output of a v3 schema. */
export interface PortValue {
  readonly kind: 'port';
  readonly direction: 'in' | 'out';
  /** `Image`, `Mask`, `Latent`, ... as the v3 API names them. */
  readonly type: string;
  readonly id: string | null;
  readonly optional: boolean;
  readonly isOutputList: boolean | null;
}

/** Everything that a value can be; `unknown` may be anything at all. */
export type Value =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean | null }
  | { readonly kind: 'float'; readonly value: number | null }
  | { readonly kind: 'string'; readonly value: string | null }
  | IntegerValue
  | TensorValue
  | TupleValue
  | SequenceValue
  | ReferenceValue
  | PilValue
  | FunctionValue
  | PortValue
  | {
      readonly kind: 'slice';
      readonly from: Size;
      readonly to: Size | 'end';
      readonly step: number | null;
    }
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'module'; readonly path: string }
  | { readonly kind: 'class'; readonly definition: ClassStatement }
  | { readonly kind: 'instance'; readonly definition: ClassStatement }
  | { readonly kind: 'method'; readonly receiver: Value; readonly name: string; readonly at: Expr }
  | { readonly kind: 'vae' }
  | {
      readonly kind: 'schema';
      readonly inputs: Value;
      readonly outputs: Value;
      readonly isInputList: boolean | null;
    }
  | { readonly kind: 'nodeOutput'; readonly items: readonly Value[] | null }
  | { readonly kind: 'union'; readonly items: readonly Value[] };

/** What the heap knows of a list. */
export type ListObject = {
  readonly type: 'list';
  /** Exact items, or null when only the element is known. */
  readonly items: readonly Value[] | null;
  /** What any item may be; null while the list is surely empty. */
  readonly element: Value | null;
  /** True when one id stands for several lists, so that writes only add. */
  readonly isShared: boolean;
};
/** What the heap knows of a dict; `maybe` are keys that only some paths set. */
export type DictObject = {
  readonly type: 'dict';
  readonly entries: ReadonlyMap<string, Value>;
  /** Keys that some paths set and others do not. */
  readonly maybe: ReadonlySet<string>;
  /** True when keys not listed may be there too. */
  readonly isOpen: boolean;
  /** The LATENT input that this very dict is, or null. */
  readonly inputName: string | null;
  readonly isShared: boolean;
};
/** What a reference stands for. */
export type HeapObject = ListObject | DictObject;

/** May be anything. */
export const UNKNOWN: Value = { kind: 'unknown' };
/** Python's `None`. */
export const NONE: Value = { kind: 'none' };
/** A truth, either one. */
export const ANY_BOOL: Value = { kind: 'bool', value: null };
/** Any float. */
export const ANY_FLOAT: Value = { kind: 'float', value: null };
/** Any string. */
export const ANY_STRING: Value = { kind: 'string', value: null };
/** Any whole number. */
export const ANY_INT: IntegerValue = { kind: 'int', size: null, role: null };

/** A truth; null for either. */
export const bool = (value: boolean | null): Value => ({ kind: 'bool', value });
/** A float; null for any. */
export const float = (value: number | null): Value => ({ kind: 'float', value });
/** A string; null for any. */
export const string = (value: string | null): Value => ({ kind: 'string', value });
/** A whole number; null for any. */
export const int = (size: Size, role: AxisRole | null = null): IntegerValue => ({
  kind: 'int',
  size,
  role,
});
/** A tuple of these items; `shapeOf` is the tensor whose shape it is. */
export const tuple = (items: readonly Value[], shapeOf: TensorValue | null = null): TupleValue => ({
  kind: 'tuple',
  items,
  shapeOf,
});
/** Any number of this element. */
export const sequence = (element: Value, isList = true): SequenceValue => ({
  kind: 'sequence',
  element,
  isList,
});
/** An axis of this length; null for any. */
export const axis = (size: Size, role: AxisRole | null = null): Axis => ({ size, role });
/** An axis cut to a size that is not known: a height or width cut so may be a single pixel. */
export const cutAxis = (size: Size, role: AxisRole | null): Axis =>
  axis(size, size === null && (role === 'H' || role === 'W') ? null : role);
/** An axis of any length and meaning. */
export const ANY_AXIS: Axis = axis(null);

const BLANK_TENSOR: TensorValue = {
  kind: 'tensor',
  library: 'torch',
  axes: null,
  dtype: null,
  range: null,
  aliasOf: null,
  onInputDevice: false,
  port: null,
  step: null,
};

/** A new tensor of which nothing but the given parts is known. */
export function tensor(parts: Partial<Omit<TensorValue, 'kind'>> = {}): TensorValue {
  return { ...BLANK_TENSOR, ...parts };
}

/** A whole number that a value surely is, or null. */
export function constantInt(value: Value | undefined): number | null {
  if (value?.kind === 'int' && typeof value.size === 'number') return value.size;
  if (value?.kind === 'bool' && value.value !== null) return Number(value.value);
  return null;
}

/** A number that a value surely is, or null. */
export function constantNumber(value: Value | undefined): number | null {
  return value?.kind === 'float' ? value.value : constantInt(value);
}

/** `.shape` as a tuple of sizes that know which axis they measure. */
export function shapeValue(value: TensorValue): Value {
  if (value.axes === null) return sequence(ANY_INT);
  return tuple(
    value.axes.map(item => int(item.size, item.role)),
    value,
  );
}

/** The mode of a PIL image of several bands, which and how many not known: RGB, RGBA or LA. */
export const BANDS = 'bands';
