/** Statistics of a tensor over its finite values, in double precision. */
export interface TensorStats {
  /** All elements, finite or not. */
  readonly count: number;
  readonly nan: number;
  readonly posInf: number;
  readonly negInf: number;
  readonly zeros: number;
  /** Text where a double cannot hold the exact value (64-bit integers); null when nothing is finite. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly mean: number | null;
  /** Population standard deviation (ddof 0). */
  readonly std: number | null;
  readonly histogram: Histogram | null;
  /** Index of the first NaN or Inf, one number per axis; null when all are finite. */
  readonly firstNotFinite: readonly number[] | null;
}

export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly counts: readonly number[];
}
