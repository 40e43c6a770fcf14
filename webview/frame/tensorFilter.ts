import type { Finding } from '../../src/core/findings';
import { t } from '../../src/core/l10n';
import type { TensorInfo } from '../../src/protocol/engineMethods';
import { fileBytes } from '../format';

/** What a filter was typed with: VS Code's own two toggles. */
export interface FilterOptions {
  readonly matchCase: boolean;
  readonly isRegex: boolean;
}

/** Which tensors a text lets through. */
export interface TensorFilter {
  /** Nothing was typed: all are shown, as a tree. */
  readonly isEmpty: boolean;
  /** Why the text cannot be used; then it lets everything through. */
  readonly error: string | null;
  matches(tensor: TensorInfo): boolean;
}

type Test = (tensor: TensorInfo) => boolean;
/** Makes a test of what stands behind the colon; null where it says nothing that can be tested. */
type Field = (value: string, findings: readonly Finding[]) => Test | null;

/** `dtype:bf16 size:>10M shape:*x3x3 kind:mask finding:error`, and words or a regular expression for names. */
const FIELDS: Readonly<Record<string, Field>> = {
  dtype: value => tensor => includes(tensor.dtype, value),
  kind: value => tensor =>
    includes(tensor.classification.kind ?? 'none', value) ||
    includes(tensor.classification.role ?? '', value),
  size: sizeTest,
  shape: shapeTest,
  finding: findingTest,
};

const FIELD = new RegExp(`^(${Object.keys(FIELDS).join('|')}):(.*)$`, 'i');

/** Reads a filter. Terms stand apart by spaces and must all hold; names may hold a `"quoted space"`. */
export function parseFilter(
  text: string,
  options: FilterOptions,
  findings: readonly Finding[],
): TensorFilter {
  const terms = text.match(/(?:"[^"]*"|\S)+/g) ?? [];
  const tests: Test[] = [];
  const words: string[] = [];
  for (const term of terms) {
    const [, name, value] = FIELD.exec(term) ?? [];
    if (name === undefined) words.push(term.replaceAll('"', ''));
    else {
      // A field whose value is still being typed holds nobody back.
      const test = value === '' ? ANY : FIELDS[name.toLowerCase()]!(value!, findings);
      if (!test)
        return unusable(t('"{0}" cannot be read: try {1}', term, EXAMPLES[name.toLowerCase()]!));
      tests.push(test);
    }
  }
  try {
    const names = options.isRegex ? regexTests(words, options) : wordTests(words, options);
    const all = [...tests, ...names];
    const matches = (tensor: TensorInfo) => all.every(test => test(tensor));
    return { isEmpty: terms.length === 0, error: null, matches };
  } catch {
    return unusable(t('This is no regular expression.'));
  }
}

/** What each field takes, for a text that cannot be read. */
const EXAMPLES: Readonly<Record<string, string>> = {
  dtype: 'dtype:bf16',
  kind: 'kind:latent',
  size: 'size:>10M',
  shape: 'shape:*x3x3',
  finding: 'finding:error',
};

const ANY: Test = () => true;

function unusable(error: string): TensorFilter {
  return { isEmpty: false, error, matches: ANY };
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** Words are looked for in the name, and in dtype, shape and kind. @throws nothing */
function wordTests(words: readonly string[], { matchCase }: FilterOptions): Test[] {
  const fold = (text: string) => (matchCase ? text : text.toLowerCase());
  return words.map(fold).map(word => ({ name, dtype, shape, classification }) => {
    const { kind, role } = classification;
    const text = `${name} ${dtype} ${shape.join('x')} ${kind ?? ''} ${role ?? ''}`;
    return fold(text).includes(word);
  });
}

/** Expressions are looked for in the name alone. @throws SyntaxError */
function regexTests(words: readonly string[], { matchCase }: FilterOptions): Test[] {
  return words.map(word => {
    const pattern = new RegExp(word, matchCase ? 'u' : 'iu');
    return ({ name }) => pattern.test(name);
  });
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
};

const COMPARE: Readonly<Record<string, (bytes: number, limit: number) => boolean>> = {
  '>': (bytes, limit) => bytes > limit,
  '>=': (bytes, limit) => bytes >= limit,
  '<': (bytes, limit) => bytes < limit,
  '<=': (bytes, limit) => bytes <= limit,
  '=': (bytes, limit) => bytes === limit,
};

/** `>10M`, `<=1.5GiB`, `4096`: bytes, in powers of 1024. */
function sizeTest(value: string): Test | null {
  const [, sign, number, unit] = /^([<>]=?|=?)(\d+(?:\.\d+)?)([kmgt]?)(?:i?b)?$/i.exec(value) ?? [];
  if (number === undefined) return null;
  const limit = Number(number) * UNITS[unit!.toLowerCase()]!;
  const compare = COMPARE[sign === '' ? '=' : sign!]!;
  return tensor => compare(fileBytes(tensor), limit);
}

/** `1x3x64x64`, `[*,3,3]`, `4096`: axes next to each other, of which `*` is any. */
function shapeTest(value: string): Test | null {
  const parts = value.replaceAll(/[[\]()]/g, '').split(/[x,×]/i);
  if (!parts.every(part => /^(\d+|\*)$/.test(part))) return null;
  const wanted = parts.map(part => (part === '*' ? null : Number(part)));
  return ({ shape }) =>
    shape.some((_, at) =>
      wanted.every((size, i) => at + i < shape.length && (size === null || shape[at + i] === size)),
    );
}

/** `error`, `mask/`, `image/channel-first`; `any`: a severity or the beginning of a rule. */
function findingTest(value: string, findings: readonly Finding[]): Test {
  const wanted = value.toLowerCase();
  const hit = ({ severity, rule }: Finding) =>
    wanted === 'any' || severity === wanted || rule.startsWith(wanted);
  const names = new Set(findings.filter(hit).map(({ tensor }) => tensor));
  return ({ name }) => names.has(name);
}
