/** A place in JSON: keys and indices from the root. */
export type JsonPath = readonly (string | number)[];

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

interface Level {
  readonly isArray: boolean;
  key: string | number;
  /** In an object: whether the next text is a key. */
  wantsKey: boolean;
}

/** The 1-based line of every member of valid JSON: of its key in an object, of its value in an array. */
export class JsonPlaces {
  readonly #lines = new Map<string, number>();

  /** `text` must have been understood by `JSON.parse`. */
  constructor(text: string) {
    const levels: Level[] = [];
    let line = 1;
    let counted = 0;
    for (const { 0: token, index } of text.matchAll(TOKEN)) {
      for (; counted < index; counted++) if (text[counted] === '\n') line++;
      this.#take(token, line, levels);
    }
  }

  /** Line 1 for what is not in the text. */
  lineOf(path: JsonPath): number {
    return this.#lines.get(JSON.stringify(path)) ?? 1;
  }

  #take(token: string, line: number, levels: Level[]): void {
    const level = levels.at(-1);
    if (level?.wantsKey && token.startsWith('"')) {
      level.key = JSON.parse(token) as string;
      level.wantsKey = false;
      this.#note(levels, line);
      return;
    }
    if (token === ':') return;
    if (token === ',' && level) {
      if (level.isArray) level.key = (level.key as number) + 1;
      else level.wantsKey = true;
      return;
    }
    if (token === '}' || token === ']') {
      levels.pop();
      return;
    }
    if (level?.isArray) this.#note(levels, line);
    if (token === '{') levels.push({ isArray: false, key: '', wantsKey: true });
    if (token === '[') levels.push({ isArray: true, key: 0, wantsKey: false });
  }

  #note(levels: readonly Level[], line: number): void {
    this.#lines.set(JSON.stringify(levels.map(({ key }) => key)), line);
  }
}
