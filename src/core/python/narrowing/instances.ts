import { itemsOf } from '../domain/heap';
import { alternatives } from '../domain/join';
import type { State } from '../domain/state';
import type { Value } from '../domain/value';

const CLASS_OF: Readonly<Record<string, readonly string[]>> = {
  none: ['NoneType'],
  string: ['str'],
  int: ['int', 'Number', 'Integral'],
  float: ['float', 'Number'],
  bool: ['bool', 'int'],
  pil: ['Image'],
};

/** Whether a value is of one of the classes; null when that is not known. */
export function isOneOf(value: Value, classes: readonly string[]): boolean | null {
  if (value.kind === 'tensor') {
    if (classes.some(name => /.Tensor$|^Parameter$/.test(name))) return null;
    return classes.includes(value.library === 'torch' ? 'Tensor' : 'ndarray');
  }
  if (value.kind === 'reference')
    return (
      classes.includes(value.type) ||
      classes.some(name => /^(Sequence|Iterable|Mapping|MutableMapping)$/.test(name))
    );
  if (value.kind === 'tuple')
    return classes.includes('tuple') || classes.includes('list')
      ? classes.includes('tuple') || null
      : false;
  const own = CLASS_OF[value.kind];
  return own ? own.some(name => classes.includes(name)) : null;
}

/** The names of the classes that `isinstance` is given, one or a tuple of them; null where not known. */
export function classNames(state: State, given: Value | undefined): readonly string[] | null {
  if (given === undefined) return null;
  const names = (itemsOf(state, given) ?? [given]).map(value =>
    value.kind === 'module' ? value.path.split('.').at(-1)! : null,
  );
  return names.includes(null) ? null : (names as string[]);
}

/** What `isinstance(value, classes)` comes to; null where it may go either way. */
export function isInstance(value: Value, classes: readonly string[]): boolean | null {
  const [first, ...rest] = alternatives(value).map(part => isOneOf(part, classes));
  return rest.every(item => item === first) ? (first ?? null) : null;
}
