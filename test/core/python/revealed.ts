/** What real torch held where a block reveals a value. */
export interface RealValue {
  readonly kind: string;
  readonly torch?: boolean;
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly mode?: string;
  readonly items?: readonly RealValue[];
}
type Sizes = Readonly<Record<string, readonly number[]>>;

const TENSOR =
  /^(IMAGE|MASK|LATENT|Tensor|ndarray) \[(.*?)\](?: (float|half|uint8|int|bool))?( -?[\d.]+\.\.[\d.]+)?$/;

/** Whether a word must not be said of torch; a port's name is said of both libraries. */
const LIBRARY: Readonly<Record<string, boolean>> = { Tensor: false, ndarray: true };

/** What the letters may stand for: they are named by the input that they came from. */
function meanings(sizes: Sizes): Readonly<Record<string, number>>[] {
  const named = (names: string, shape: readonly number[]) =>
    Object.fromEntries([...names].map((name, i) => [name, shape[i]!]));
  return [named('BHWC', sizes.image!), named('BHW', sizes.mask!), named('BCHW', sizes.samples!)];
}

/** Whether a size as a hover writes it can be this number. */
function sizeFits(text: string, real: number, sizes: Sizes): boolean {
  // A channel axis of no known size is written by its role.
  if (text === '?' || text === 'C') return true;
  return meanings(sizes).some(names => {
    const filled = text.replace(/[A-Z]/g, name => String(names[name] ?? 'NaN'));
    return evaluate(filled) === real;
  });
}

/** Sums of products and floor quotients of whole numbers. */
function evaluate(text: string): number {
  const inner = text.replace(/\(([^()]*)\)/g, (_, part: string) => String(evaluate(part)));
  const terms = inner.match(/[+-]?[^+-]+/g) ?? [];
  return terms.reduce((sum, term) => {
    const negative = term.startsWith('-');
    const product = term
      .replace(/^[+-]/, '')
      .split('*')
      .reduce((all, factor) => all * floorQuotient(factor), 1);
    return sum + (negative ? -product : product);
  }, 0);
}

const floorQuotient = (text: string): number =>
  text
    .split('//')
    .map(Number)
    .reduce((a, b) => Math.floor(a / b));

function shapeFits(text: string, real: readonly number[], sizes: Sizes): boolean {
  if (text === '...') return true;
  const parts = text === '' ? [] : text.split(',');
  return parts.length === real.length && parts.every((part, i) => sizeFits(part, real[i]!, sizes));
}

/** The parts of a text between separators that stand outside brackets. */
function splitTop(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (/[[(]/.test(text.charAt(i))) depth++;
    if (/[\])]/.test(text.charAt(i))) depth--;
    if (depth === 0 && text.startsWith(separator, i)) {
      parts.push('');
      i += separator.length - 1;
    } else parts.push(parts.pop() + text.charAt(i));
  }
  return parts;
}

/** Why a revealed text cannot be true of a real value; null where it can. */
export function disagreement(expected: string, real: RealValue, sizes: Sizes): string | null {
  const text = expected.replace(/, or a video or sequence$/, '');
  const fits = splitTop(text, ' | ').some(part => partFits(part, real, sizes));
  return fits ? null : `torch has ${JSON.stringify(real)}`;
}

function partFits(text: string, real: RealValue, sizes: Sizes): boolean {
  if (text === '?') return true;
  if (text === 'None') return real.kind === 'None';
  const tensor = TENSOR.exec(text);
  if (tensor) {
    if (real.kind !== 'tensor' || real.torch === LIBRARY[tensor[1]!]) return false;
    return shapeFits(tensor[2]!, real.shape!, sizes) && (tensor[3] ?? real.dtype) === real.dtype;
  }
  const shape = /^shape \[(.*)\]$/.exec(text);
  if (shape)
    return shapeFits(shape[1]!, real.shape ?? real.items!.map(item => item.shape![0]!), sizes);
  if (text.startsWith('int '))
    return real.kind === 'int' && sizeFits(text.slice(4), real.shape![0]!, sizes);
  const list = /^list of (.*)$/.exec(text);
  if (list) return real.items!.every(item => disagreement(list[1]!, item, sizes) === null);
  const tuple = /^\((.*)\)$/.exec(text);
  if (tuple) {
    const parts = splitTop(tuple[1]!, ', ');
    const items = real.items ?? real.shape?.map(size => ({ kind: 'int', shape: [size] })) ?? [];
    return (
      parts.length === items.length && parts.every((part, i) => partFits(part, items[i]!, sizes))
    );
  }
  const picture = /^PIL image (?:(\S+) )?(\S+) x (\S+)$/.exec(text);
  if (picture) {
    const [, mode, width, height] = picture;
    if (real.kind !== 'pil' || (mode && mode !== 'bands' && mode !== real.mode)) return false;
    return sizeFits(width!, real.shape![0]!, sizes) && sizeFits(height!, real.shape![1]!, sizes);
  }
  throw new Error(`nobody reads ${text}`);
}
