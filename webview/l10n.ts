let strings: Readonly<Record<string, string>> = {};

/** Takes the interface's strings in the user's language, by their English text. */
export function setStrings(next: Readonly<Record<string, string>>): void {
  strings = next;
}

/** A text that the bundle has: `t` takes no other but literals, which the bundle has too. */
export type Marked = string & { readonly isMarked: true };

/** Puts a text of a table into the bundle, to be shown through `t`. */
export function mark(text: string): Marked {
  return text as Marked;
}

/** The text in the user's language, with `{0}`, `{1}`, ... filled in. */
export function t<Text extends string>(
  text: Text & (string extends Text ? Marked : unknown),
  ...args: readonly (string | number)[]
): string {
  const local = Object.hasOwn(strings, text) ? strings[text]! : text;
  return local.replaceAll(/\{(\d+)\}/g, (whole, digits: string) => {
    const value = args[Number(digits)];
    return value === undefined ? whole : String(value);
  });
}
