import { dtypeOf } from '../tensor/dtypes';
import type { Tensor } from '../tensor/tensor';
import { type Layout, MAX_SHAPES, type SharedShapes } from './sharedShapes';

/** A tensor as its entry describes it; `begin` and `end` count bytes from the start of the data. */
export type MakeTensor = (name: string, layout: Layout, begin: number, end: number) => Tensor;

/** In the table of dtypes, but not a safetensors dtype. */
export const NOT_SAFETENSORS = 'C128';
export const METADATA = '__metadata__';

/** So many digits are always below 2^53. */
const UNSIGNED = '(?:0|[1-9][0-9]{0,14})';
/** What a canonical entry has between name and offsets is shorter; a pattern of many repeats runs out of stack. */
const MAX_LAYOUT = 1024;
/** An entry from its name to its end: the name, what lies between it and the offsets, the offsets, and a comma. */
const ENTRY = entryPattern();
/** What is between: `: {"dtype": "F16", "shape": [640, 320], "data_offsets": [`. */
const LAYOUT = layoutPattern();

function entryPattern(): RegExp {
  const name = String.raw`"([^"\\\x00-\x1f]*)"`;
  const layout = String.raw`(: ?\{"dtype": ?"[A-Z0-9_]+", ?"shape": ?\[[0-9, ]*\], ?"data_offsets": ?\[)`;
  return new RegExp(`${name}${layout}(${UNSIGNED}), ?(${UNSIGNED})\\]\\}(, ?)?`, 'y');
}

function layoutPattern(): RegExp {
  const list = `((?:${UNSIGNED}(?:, ?${UNSIGNED})*)?)`;
  return new RegExp(
    `^: ?\\{"dtype": ?"([A-Z0-9_]+)", ?"shape": ?\\[${list}\\], ?"data_offsets": ?\\[$`,
  );
}

/**
 * Reads entries as the libraries write them: fields in their order, a name without escapes, numbers below 2^53.
 * A model of ten thousand tensors has a few dozen texts between name and offsets, so each is understood once;
 * that is many times as fast as reading value by value, which is left to whatever differs.
 */
export class CanonicalEntryReader {
  readonly #text: string;
  readonly #make: MakeTensor;
  readonly #shapes: SharedShapes;
  readonly #layouts = new Map<string, Layout>();

  constructor(text: string, shapes: SharedShapes, make: MakeTensor) {
    this.#text = text;
    this.#shapes = shapes;
    this.#make = make;
  }

  /**
   * Reads the entries that follow each other from the name at a place of the text.
   * @returns where the last of them ends; undefined when the first is not in canonical form
   */
  read(at: number, tensors: Tensor[]): number | undefined {
    let end: number | undefined;
    let layout: Layout | undefined;
    let written = '';
    ENTRY.lastIndex = at;
    for (;;) {
      const found = ENTRY.exec(this.#text);
      if (!found || found[1] === METADATA) return end;
      // The next tensor is often like the last one, which is sooner seen than looked up.
      if (found[2] !== written) {
        written = found[2]!;
        layout = this.#layout(written);
      }
      if (!layout) return end;
      tensors.push(this.#make(found[1]!, layout, Number(found[3]), Number(found[4])));
      const comma = found[5];
      end = ENTRY.lastIndex - (comma?.length ?? 0);
      if (comma === undefined) return end;
    }
  }

  #layout(written: string): Layout | undefined {
    const known = this.#layouts.get(written);
    if (known) return known;
    const found = written.length <= MAX_LAYOUT ? LAYOUT.exec(written) : null;
    const dtype = found ? dtypeOf(found[1]!) : undefined;
    if (!found || !dtype || dtype.name === NOT_SAFETENSORS) return undefined;
    const sizes = found[2]! === '' ? [] : found[2]!.split(',').map(Number);
    const layout = this.#shapes.layout(dtype, this.#shapes.shared(sizes));
    if (this.#layouts.size < MAX_SHAPES) this.#layouts.set(written, layout);
    return layout;
  }
}
