/** A running sum that also keeps what rounding dropped (Neumaier 1974). */
export interface CompensatedSum {
  total: number;
  dropped: number;
}

/** The empty sum. */
export function zeroSum(): CompensatedSum {
  return { total: 0, dropped: 0 };
}

/** Adds one term to `sum`. */
export function addTo(sum: CompensatedSum, term: number): void {
  const next = sum.total + term;
  sum.dropped +=
    Math.abs(sum.total) >= Math.abs(term) ? sum.total - next + term : term - next + sum.total;
  sum.total = next;
}

/** Adds the terms of `part` to `sum`. */
export function mergeSums(sum: CompensatedSum, part: CompensatedSum): void {
  addTo(sum, part.total);
  addTo(sum, part.dropped);
}

/** The sum with what was dropped; not finite when the terms overflow. */
export function sumOf(sum: CompensatedSum): number {
  return Number.isFinite(sum.total) ? sum.total + sum.dropped : sum.total;
}
