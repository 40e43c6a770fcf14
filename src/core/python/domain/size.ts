/**
 * The length of one axis. A number is known; a polynomial over named sizes (`B`, `2*H`) is unknown
 * but equals itself; null is unknown and equals nothing.
 */
export type Size = number | Polynomial | null;

interface Term {
  readonly factor: number;
  /** Sorted symbol keys, repeated for powers. */
  readonly symbols: readonly string[];
}

/** A sum of products over named sizes. */
export interface Polynomial {
  readonly key: string;
  readonly terms: readonly Term[];
}

const MAX_KEY_LENGTH = 160;

/** A size known only by name; the key tells apart, the part after the last dot is shown. */
export function symbol(key: string): Polynomial {
  return { key, terms: [{ factor: 1, symbols: [key] }] };
}

function termsOf(size: number | Polynomial): readonly Term[] {
  return typeof size === 'number' ? [{ factor: size, symbols: [] }] : size.terms;
}

function fromTerms(terms: readonly Term[]): Size {
  const byKey = new Map<string, Term>();
  for (const term of terms) {
    const key = term.symbols.join('*');
    const factor = (byKey.get(key)?.factor ?? 0) + term.factor;
    byKey.set(key, { factor, symbols: term.symbols });
  }
  const kept = [...byKey].filter(([, term]) => term.factor !== 0);
  if (kept.length === 0) return 0;
  if (kept.length === 1 && kept[0]![0] === '') return kept[0]![1].factor;
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  const key = kept.map(([name, term]) => `${term.factor}${name && '*'}${name}`).join('+');
  if (key.length > MAX_KEY_LENGTH) return null;
  return {
    key: key.startsWith('1*') && kept.length === 1 ? key.slice(2) : key,
    terms: kept.map(([, t]) => t),
  };
}

/** The sum; null where either is unknown. */
export function addSizes(a: Size, b: Size): Size {
  if (a === null || b === null) return null;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return fromTerms([...termsOf(a), ...termsOf(b)]);
}

/** The product; null where either is unknown. */
export function multiplySizes(a: Size, b: Size): Size {
  if (a === 0 || b === 0) return 0;
  if (a === null || b === null) return null;
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  const product: Term[] = [];
  for (const x of termsOf(a)) {
    for (const y of termsOf(b)) {
      const symbols = [...x.symbols, ...y.symbols].sort();
      product.push({ factor: x.factor * y.factor, symbols });
    }
  }
  return product.length > 12 ? null : fromTerms(product);
}

/** The size times -1. */
export const negateSize = (a: Size): Size => multiplySizes(a, -1);
/** The difference; null where either is unknown. */
export const subtractSizes = (a: Size, b: Size): Size => addSizes(a, negateSize(b));

/** `a // b` as Python has it; an inexact quotient of names becomes a name of its own. */
export function floorDivideSizes(a: Size, b: Size): Size {
  if (a === null || b === null || b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b);
  const exact = divideExactly(a, b);
  if (exact !== null) return exact;
  const key = `(${sizeKey(a)}//${sizeKey(b)})`;
  return key.length > MAX_KEY_LENGTH ? null : symbol(key);
}

/** The quotient where it is provably whole, else null. `b` must have a single term. */
export function divideExactly(a: Size, b: Size): Size {
  if (a === null || b === null || b === 0) return null;
  const divisor = termsOf(b);
  if (divisor.length !== 1) return sizesEqual(a, b) ? 1 : null;
  const { factor, symbols } = divisor[0]!;
  const quotient: Term[] = [];
  for (const term of termsOf(a)) {
    const left = [...term.symbols];
    for (const name of symbols) {
      const at = left.indexOf(name);
      if (at < 0) return null;
      left.splice(at, 1);
    }
    if (!Number.isInteger(term.factor / factor)) return null;
    quotient.push({ factor: term.factor / factor, symbols: left });
  }
  return fromTerms(quotient);
}

/** A text that equal sizes share. */
export function sizeKey(size: Size): string {
  return size === null ? '?' : typeof size === 'number' ? String(size) : size.key;
}

/** Provably equal. */
export function sizesEqual(a: Size, b: Size): boolean {
  if (a === null || b === null) return false;
  return a === b || sizeKey(a) === sizeKey(b);
}

/** Provably different. */
export function sizesDiffer(a: Size, b: Size): boolean {
  if (a === null || b === null) return false;
  const difference = subtractSizes(a, b);
  return typeof difference === 'number' && difference !== 0;
}

/** Replaces one named size by a number, as a test `x.shape[0] == 1` allows. */
export function substitute(size: Size, name: string, value: number): Size {
  if (size === null || typeof size === 'number') return size;
  if (!size.terms.some(term => term.symbols.includes(name))) return size;
  const terms = size.terms.map(term => {
    const symbols = term.symbols.filter(item => item !== name);
    const power = term.symbols.length - symbols.length;
    return { factor: term.factor * value ** power, symbols };
  });
  return fromTerms(terms);
}

/** The size as a person writes it: `H`, `2*H`, `H//8`, `?`. */
export function sizeText(size: Size): string {
  if (size === null) return '?';
  if (typeof size === 'number') return String(size);
  const text = size.terms.map(term => {
    const names = term.symbols.map(name => name.replace(/[\w ]+\./g, ''));
    const factor = term.factor === 1 && names.length > 0 ? [] : [String(term.factor)];
    return [...factor, ...names].join('*');
  });
  const joined = text.join('+').replaceAll('+-', '-');
  return joined.length > 24 ? '?' : joined;
}

/** `x op y` of two known numbers. */
export function compareNumbers(op: string, x: number, y: number): boolean {
  switch (op) {
    case '<':
      return x < y;
    case '>':
      return x > y;
    case '<=':
      return x <= y;
    case '>=':
      return x >= y;
    case '==':
      return x === y;
    default:
      return x !== y;
  }
}

/** Surely one or more: a number, or a sum of products of the axes of inputs, which are never empty. */
export function isLength(size: Size): boolean {
  if (size === null || typeof size === 'number') return size !== null && size >= 1;
  return size.terms.every(
    ({ factor, symbols }) => factor >= 1 && symbols.every(name => !/^input\.|^\(/.test(name)),
  );
}
