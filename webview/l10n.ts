let strings: Readonly<Record<string, string>> = {};

/** Takes the interface's strings in the user's language, by their English text. */
export function setStrings(next: Readonly<Record<string, string>>): void {
  strings = next;
}

/** The text in the user's language, with `{0}`, `{1}`, ... filled in. */
export function t(text: string, ...args: readonly (string | number)[]): string {
  const local = Object.hasOwn(strings, text) ? strings[text]! : text;
  return local.replaceAll(/\{(\d+)\}/g, (whole, digits: string) => {
    const value = args[Number(digits)];
    return value === undefined ? whole : String(value);
  });
}
