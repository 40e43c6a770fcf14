import { TensorFileError } from '../errors';
import { type LocalText, type Marked, t } from '../l10n';

/** An option of a conversion, asked for by quick pick or `--option name=value`. */
export interface ConversionOption {
  readonly name: string;
  readonly title: Marked;
  /** `tensor` takes `NAME` or `FILE:NAME`, a tensor of the files given. */
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'choice' | 'tensor';
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly required?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** A regular expression that a text must match, and how to say so. */
  readonly pattern?: { readonly source: string; readonly expected: Marked };
}

/** The checked options of one conversion. */
export class OptionValues {
  readonly #values: ReadonlyMap<string, string | number | boolean>;

  constructor(values: ReadonlyMap<string, string | number | boolean>) {
    this.#values = values;
  }

  /** The value, or undefined when the option has neither a value nor a default. */
  get(name: string): string | number | boolean | undefined {
    return this.#values.get(name);
  }

  text(name: string): string {
    return String(this.#values.get(name) ?? '');
  }

  /** A number option that has a default or is required. */
  number(name: string): number {
    return Number(this.#values.get(name));
  }

  /** A number option that may be left out. */
  optionalNumber(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** As plain data, for the `tensor_loupe` record. */
  toRecord(): Record<string, string | number | boolean> {
    return Object.fromEntries(this.#values);
  }
}

/**
 * Checks option texts against their descriptions and fills in defaults.
 * @throws TensorFileError naming the option, what was given and what is expected.
 */
export function parseOptions(
  conversion: string,
  descriptions: readonly ConversionOption[],
  texts: Readonly<Record<string, string>>,
): OptionValues {
  const known = descriptions.map(option => option.name);
  const unknown = Object.keys(texts).find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new TensorFileError(
      known.length > 0
        ? t`${conversion} has no option "${unknown}": its options are ${known.join(', ')}`
        : t`${conversion} has no option "${unknown}": it has none`,
    );
  }
  const values = new Map<string, string | number | boolean>();
  for (const option of descriptions) {
    const given = Object.hasOwn(texts, option.name) ? texts[option.name]!.trim() : '';
    const text = given === '' ? option.default : given;
    if (text === undefined) {
      if (option.required) throw missing(conversion, option);
      continue;
    }
    const reason = checkOption(option, text, t`${conversion}: option ${option.name}`);
    if (reason !== null) throw new TensorFileError(reason);
    values.set(option.name, convertText(option, text));
  }
  return new OptionValues(values);
}

function missing(conversion: string, option: ConversionOption): TensorFileError {
  return new TensorFileError(
    option.choices
      ? t`${conversion} needs the option ${option.name}, one of ${option.choices.join(', ')}`
      : t`${conversion} needs the option ${option.name}`,
  );
}

const TRUE = ['true', '1', 'yes'];
const FALSE = ['false', '0', 'no'];

/** Null when the text is a valid value of the option, else what is wrong with it; `named` is how to call it. */
export function checkOption(
  option: ConversionOption,
  text: string,
  named: LocalText,
): LocalText | null {
  if (option.type === 'boolean' && ![...TRUE, ...FALSE].includes(text.toLowerCase()))
    return t`${named} is "${text}": expected true or false`;
  if (option.type === 'choice' && !option.choices?.includes(text))
    return t`${named} is "${text}": expected one of ${option.choices?.join(', ')}`;
  if (option.pattern && !new RegExp(option.pattern.source).test(text))
    return t`${named} is "${text}": expected ${t(option.pattern.expected)}`;
  if (option.type === 'integer' && !(INTEGER_TEXT.test(text) && Number.isFinite(Number(text))))
    return t`${named} is "${text}": expected a whole number`;
  if (option.type === 'number' && !(NUMBER_TEXT.test(text) && Number.isFinite(Number(text))))
    return t`${named} is "${text}": expected a number`;
  return option.type === 'integer' || option.type === 'number'
    ? checkLimits(option, text, named)
    : null;
}

const NUMBER_TEXT = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const INTEGER_TEXT = /^[+-]?\d+$/;

function checkLimits(
  { minimum, maximum }: ConversionOption,
  text: string,
  named: LocalText,
): LocalText | null {
  const value = Number(text);
  if (minimum !== undefined && value < minimum)
    return t`${named} is ${text}: the smallest is ${minimum}`;
  if (maximum !== undefined && value > maximum)
    return t`${named} is ${text}: the greatest is ${maximum}`;
  return null;
}

function convertText(option: ConversionOption, text: string): string | number | boolean {
  if (option.type === 'boolean') return TRUE.includes(text.toLowerCase());
  return option.type === 'integer' || option.type === 'number' ? Number(text) : text;
}
