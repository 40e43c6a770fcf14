/** Where rows of different heights begin: found in logarithmic time. */
export class RowHeights {
  readonly #tops: Float64Array;

  constructor(heights: readonly number[]) {
    this.#tops = new Float64Array(heights.length + 1);
    heights.forEach((height, row) => {
      this.#tops[row + 1] = this.#tops[row]! + height;
    });
  }

  get total(): number {
    return this.#tops.at(-1)!;
  }

  /** The top of a row; past the end, the end. */
  topOf(row: number): number {
    return this.#tops[Math.min(row, this.#tops.length - 1)] ?? 0;
  }

  /** The row that holds `y`; past the end, the last. */
  rowAt(y: number): number {
    let low = 0;
    let high = this.#tops.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#tops[middle + 1]! <= y) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, Math.min(low, this.#tops.length - 2));
  }
}
