import type { NumberArray } from '../tensor/dtype';
import type { Differences } from './differences';
import type { Tolerance } from './tolerance';

/** Takes pairs of values in C order and gives their differences, in float64. */
export interface Accumulator<T> {
  add(a: T, b: T): void;
  result(): Omit<Differences, 'equalBits'>;
}

/** Sums whose small parts are not lost beside large ones: each block is summed by itself. */
class BlockSum {
  total = 0;
  #block = 0;

  add(value: number): void {
    this.#block += value;
  }

  /** Call at the end of a block. */
  close(): number {
    this.total += this.#block;
    this.#block = 0;
    return this.total;
  }
}

/** What pairs of real or complex values share: counts, extremes and sums. */
class Totals {
  count = 0;
  finitePairs = 0;
  different = 0;
  outside = 0;
  nanMismatch = 0;
  firstDifferent: number | null = null;
  largestAt: number | null = null;
  maxAbs = -1;
  maxRel = -1;
  readonly abs = new BlockSum();
  readonly squares = new BlockSum();
  readonly dot = new BlockSum();
  readonly normA = new BlockSum();
  readonly normB = new BlockSum();
  readonly #tolerance: Tolerance;

  constructor(tolerance: Tolerance) {
    this.#tolerance = tolerance;
  }

  /** A pair of which both sides are finite: their distance, and the size of the second. */
  finite(at: number, distance: number, sizeB: number): void {
    const { rtol, atol } = this.#tolerance;
    this.finitePairs++;
    this.abs.add(distance);
    this.squares.add(distance * distance);
    if (distance > this.maxAbs) {
      this.maxAbs = distance;
      this.largestAt = at;
    }
    if (sizeB > 0 && distance / sizeB > this.maxRel) this.maxRel = distance / sizeB;
    if (!(distance <= atol + rtol * sizeB)) this.outside++;
    if (distance !== 0) this.differ(at);
  }

  /** A pair of which a side is not finite. */
  notFinite(at: number, isEqual: boolean, nanA: boolean, nanB: boolean): void {
    if (nanA !== nanB) this.nanMismatch++;
    const isSame = nanA && nanB ? !this.#tolerance.nanDiffers : isEqual;
    if (isSame) return;
    this.outside++;
    this.differ(at);
  }

  differ(at: number): void {
    this.different++;
    this.firstDifferent ??= at;
  }

  close(count: number): void {
    this.count += count;
    for (const sum of [this.abs, this.squares, this.dot, this.normA, this.normB]) sum.close();
  }

  result(): Omit<Differences, 'equalBits'> {
    const { count, finitePairs, different, outside, nanMismatch } = this;
    const hasPairs = finitePairs > 0;
    const norms = Math.sqrt(this.normA.total) * Math.sqrt(this.normB.total);
    return {
      count,
      finitePairs,
      different,
      outside,
      nanMismatch,
      firstDifferent: this.firstDifferent,
      largestAt: this.largestAt,
      maxAbs: hasPairs ? this.maxAbs : null,
      meanAbs: hasPairs ? this.abs.total / finitePairs : null,
      rmse: hasPairs ? Math.sqrt(this.squares.total / finitePairs) : null,
      maxRel: this.maxRel >= 0 ? this.maxRel : null,
      cosine: norms > 0 ? this.dot.total / norms : null,
    };
  }
}

/** Real numbers: floats, and integers that a double holds exactly. */
export function realAccumulator(tolerance: Tolerance): Accumulator<NumberArray> {
  const totals = new Totals(tolerance);
  return {
    add: (a, b) => {
      const start = totals.count;
      for (let i = 0; i < a.length; i++) {
        const [x, y] = [a[i]!, b[i]!];
        if (Number.isFinite(x) && Number.isFinite(y)) {
          totals.finite(start + i, Math.abs(x - y), Math.abs(y));
          totals.dot.add(x * y);
          totals.normA.add(x * x);
          totals.normB.add(y * y);
        } else totals.notFinite(start + i, x === y, Number.isNaN(x), Number.isNaN(y));
      }
      totals.close(a.length);
    },
    result: () => totals.result(),
  };
}

/** Complex numbers as pairs of parts: distances are moduli, the cosine takes the parts as components. */
export function complexAccumulator(tolerance: Tolerance): Accumulator<NumberArray> {
  const totals = new Totals(tolerance);
  const isNan = (re: number, im: number) => Number.isNaN(re) || Number.isNaN(im);
  return {
    add: (a, b) => {
      const start = totals.count;
      for (let i = 0; 2 * i < a.length; i++) {
        const [ar, ai, br, bi] = [a[2 * i]!, a[2 * i + 1]!, b[2 * i]!, b[2 * i + 1]!];
        if ([ar, ai, br, bi].every(Number.isFinite)) {
          totals.finite(start + i, Math.hypot(ar - br, ai - bi), Math.hypot(br, bi));
          totals.dot.add(ar * br + ai * bi);
          totals.normA.add(ar * ar + ai * ai);
          totals.normB.add(br * br + bi * bi);
        } else {
          const isEqual = ar === br && ai === bi;
          totals.notFinite(start + i, isEqual, isNan(ar, ai), isNan(br, bi));
        }
      }
      totals.close(a.length / 2);
    },
    result: () => totals.result(),
  };
}

/** 64-bit integers: differences exact, rounded once. */
export function wideIntegerAccumulator(
  tolerance: Tolerance,
): Accumulator<BigInt64Array | BigUint64Array> {
  const totals = new Totals(tolerance);
  let sum = 0n;
  let largest = -1n;
  return {
    add: (a, b) => {
      const start = totals.count;
      for (let i = 0; i < a.length; i++) {
        const [x, y] = [a[i]!, b[i]!];
        const distance = x > y ? x - y : y - x;
        const sizeB = Number(y < 0n ? -y : y);
        sum += distance;
        if (distance > largest) largest = distance;
        totals.finite(start + i, Number(distance), sizeB);
        totals.dot.add(Number(x) * Number(y));
        totals.normA.add(Number(x) ** 2);
        totals.normB.add(Number(y) ** 2);
      }
      totals.close(a.length);
    },
    result: () => {
      const found = totals.result();
      if (found.finitePairs === 0) return found;
      return { ...found, maxAbs: Number(largest), meanAbs: Number(sum) / found.finitePairs };
    },
  };
}
