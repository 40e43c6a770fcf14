import { TensorFileError } from '../errors';

/** An option of a conversion, asked for by quick pick or `--option name=value`. */
export interface ConversionOption {
  readonly name: string;
  readonly title: string;
  /** `tensor` takes `NAME` or `FILE:NAME`, a tensor of the files given. */
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'choice' | 'tensor';
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly required?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  /** A regular expression that a text must match, and how to say so. */
  readonly pattern?: { readonly source: string; readonly expected: string };
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
    const list = known.length > 0 ? `its options are ${known.join(', ')}` : 'it has none';
    throw new TensorFileError(`${conversion} has no option "${unknown}": ${list}`);
  }
  const values = new Map<string, string | number | boolean>();
  for (const option of descriptions) {
    const given = Object.hasOwn(texts, option.name) ? texts[option.name]!.trim() : '';
    const text = given === '' ? option.default : given;
    if (text === undefined) {
      if (option.required) throw missing(conversion, option);
      continue;
    }
    const reason = checkOption(option, text);
    if (reason !== null)
      throw new TensorFileError(`${conversion}: option ${option.name} ${reason}`);
    values.set(option.name, convertText(option, text));
  }
  return new OptionValues(values);
}

function missing(conversion: string, option: ConversionOption): TensorFileError {
  const choices = option.choices ? `, one of ${option.choices.join(', ')}` : '';
  return new TensorFileError(`${conversion} needs the option ${option.name}${choices}`);
}

const TRUE = ['true', '1', 'yes'];
const FALSE = ['false', '0', 'no'];

/** Null when the text is a valid value of the option, else what is wrong with it, for an input box. */
export function checkOption(option: ConversionOption, text: string): string | null {
  if (option.type === 'boolean' && ![...TRUE, ...FALSE].includes(text.toLowerCase()))
    return `is "${text}": expected true or false`;
  if (option.type === 'choice' && !option.choices?.includes(text))
    return `is "${text}": expected one of ${option.choices?.join(', ')}`;
  if (option.pattern && !new RegExp(option.pattern.source).test(text))
    return `is "${text}": expected ${option.pattern.expected}`;
  return option.type === 'integer' || option.type === 'number' ? checkNumber(option, text) : null;
}

const NUMBER_TEXT = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const INTEGER_TEXT = /^[+-]?\d+$/;

function checkNumber(option: ConversionOption, text: string): string | null {
  const whole = option.type === 'integer';
  if (!(whole ? INTEGER_TEXT : NUMBER_TEXT).test(text) || !Number.isFinite(Number(text)))
    return `is "${text}": expected a ${whole ? 'whole ' : ''}number`;
  const value = Number(text);
  if (option.minimum !== undefined && value < option.minimum)
    return `is ${text}: the smallest is ${option.minimum}`;
  if (option.maximum !== undefined && value > option.maximum)
    return `is ${text}: the greatest is ${option.maximum}`;
  return null;
}

function convertText(option: ConversionOption, text: string): string | number | boolean {
  if (option.type === 'boolean') return TRUE.includes(text.toLowerCase());
  return option.type === 'integer' || option.type === 'number' ? Number(text) : text;
}
