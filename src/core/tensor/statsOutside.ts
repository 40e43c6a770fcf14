/** Finite elements below 0 and above 1. */
export interface Outside {
  below0: number;
  above1: number;
}

/** Counts the finite ones of the next values that lie outside 0..1. */
export function countOutside(outside: Outside, values: Float64Array): void {
  let below = 0;
  let above = 0;
  // Sums of comparisons, so that no branch is taken per element.
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    below += Number(v < 0 && v !== -Infinity);
    above += Number(v > 1 && v !== Infinity);
  }
  outside.below0 += below;
  outside.above1 += above;
}
