import { visible } from './visible';

/** Texts in the user's language, by their English ones. */
export type Strings = Readonly<Record<string, string>>;

/** What a text may have filled in: data that is the same in every language, or other texts of `t`. */
type Filling = string | number | bigint | boolean | readonly (string | number)[] | null | undefined;

/** A text for a person, in the user's language: made by `t`, or by `verbatim` where there is nothing to translate. */
export type LocalText = string & { readonly isLocal: true };

/** A text of a table that the bundle has: `t` takes no other but literals, which the bundle has too. */
export type Marked = string & { readonly isMarked: true };

const NONE: Strings = {};
let strings: Strings = NONE;

/** Takes all texts in the user's language, by their English one; without it everything is said in English. */
export function setStrings(next: Strings): void {
  strings = next;
}

/** Puts a text of a table into the bundle, to be shown through `t`. */
export function mark(text: string): Marked {
  return text as Marked;
}

/** What reads the same in every language: names, shapes, dtypes, code, the words of another program. */
export function verbatim(text: string): LocalText {
  return text as LocalText;
}

/**
 * A text in the user's language: a template's values, or the arguments after a literal, fill `{0}`, `{1}`, ...
 * A text is one whole sentence or label: translators see nothing of what stands around it. What fills it may come
 * from a file, so that it stays on its line and steers no terminal.
 */
export function t(text: TemplateStringsArray, ...values: readonly Filling[]): LocalText;
export function t<Text extends string>(
  text: Text & (string extends Text ? Marked : unknown),
  ...values: readonly Filling[]
): LocalText;
export function t(text: string | readonly string[], ...values: readonly Filling[]): LocalText {
  if (typeof text !== 'string') {
    if (strings === NONE) return joined(text, values);
    return t(text.reduce((key, part, i) => `${key}{${i - 1}}${part}`) as Marked, ...values);
  }
  const local = Object.hasOwn(strings, text) ? strings[text]! : text;
  if (values.length === 0) return verbatim(local);
  return verbatim(
    local.replaceAll(/\{(\d+)\}/g, (whole, digits: string) => {
      const value = values[Number(digits)];
      return value === undefined ? whole : filling(value);
    }),
  );
}

/** One of several things in words: `2 or 3`. */
export function oneOf(items: readonly (string | number)[]): LocalText {
  const texts = items.map(item => verbatim(String(item)));
  return texts.reduce((before, next) => t`${before} or ${next}`);
}

/** In English a template says itself, at no more cost than a template has. */
function joined(parts: readonly string[], values: readonly Filling[]): LocalText {
  let text = parts[0]!;
  for (let i = 0; i < values.length; i++) text += filling(values[i]) + parts[i + 1]!;
  return verbatim(text);
}

function filling(value: Filling): string {
  return typeof value === 'number' ? String(value) : visible(String(value));
}

/** Things in words, and how many there are besides: `a, b and 3 more`. */
export function listed(items: readonly string[], more = 0): LocalText {
  return more > 0 ? t`${items.join(', ')} and ${more} more` : verbatim(visible(items.join(', ')));
}
