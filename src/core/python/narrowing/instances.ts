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
