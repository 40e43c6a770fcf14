/** A stored tensor as conventions see it: by its header. */
export interface StoredHeader {
  readonly name: string;
  /** The dtype's name. */
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** The stored tensors of a file, found by whole names and by the last part of names. */
export class StoredNames {
  readonly #headers: readonly StoredHeader[];
  readonly #indices = new Map<string, number>();
  readonly #byLast = new Map<string, number[]>();
  readonly metadata: ReadonlyMap<string, string>;

  constructor(headers: readonly StoredHeader[], metadata: ReadonlyMap<string, string>) {
    this.#headers = headers;
    this.metadata = metadata;
    for (const [index, { name }] of headers.entries()) {
      this.#indices.set(name, index);
      const last = lastPart(name);
      const known = this.#byLast.get(last);
      if (known) known.push(index);
      else this.#byLast.set(last, [index]);
    }
  }

  at(index: number): StoredHeader {
    return this.#headers[index]!;
  }

  find(name: string): number | undefined {
    return this.#indices.get(name);
  }

  /** The headers of the names given that are there. */
  findAll(...names: readonly string[]): number[] {
    return names.flatMap(name => this.find(name) ?? []);
  }

  has(name: string): boolean {
    return this.#indices.has(name);
  }

  /** What stands before `suffix` (`weight_scale`) in every name that ends in it, its dot included; '' at the root. */
  before(suffix: string): { readonly layer: string; readonly index: number }[] {
    return (this.#byLast.get(lastPart(suffix)) ?? []).flatMap(index => {
      const { name } = this.at(index);
      if (!name.endsWith(suffix)) return [];
      const layer = name.slice(0, -suffix.length);
      return layer === '' || layer.endsWith('.') ? [{ layer, index }] : [];
    });
  }
}

/** The part of a name behind its last dot or colon. */
export function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
}
