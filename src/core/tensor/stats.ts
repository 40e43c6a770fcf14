/** Statistics of a tensor over its finite values, in double precision; complex numbers by magnitude. */
export interface TensorStats {
  /** All elements, finite or not. */
  readonly count: number;
  readonly nan: number;
  readonly posInf: number;
  readonly negInf: number;
  readonly zeros: number;
  /** Finite elements below 0 and above 1: what an IMAGE or MASK clips on save. */
  readonly below0?: number;
  readonly above1?: number;
  /** Text where a double cannot hold the exact value (64-bit integers); null when nothing is finite. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly mean: number | null;
  /** Population standard deviation (ddof 0). */
  readonly std: number | null;
  readonly histogram: Histogram | null;
  /** Null when nothing is finite. */
  readonly quantiles: Quantiles | null;
  /** Index of the first NaN or Inf, one number per axis of the tensor; null when all are finite. */
  readonly firstNotFinite: readonly number[] | null;
}

/**
 * Equal bins from `min` to `max`, each closed below and open above, the last closed on both sides, as
 * numpy.histogram has them. Where all values are equal the bins span one unit around the value.
 */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly counts: readonly number[];
}

/** The fractions that `Quantiles.values` gives, in order. */
export const QUANTILE_LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Quantiles of the finite values, linear between neighbours as numpy.quantile gives them. */
export interface Quantiles {
  /** False when the values were interpolated within histogram bins. */
  readonly exact: boolean;
  /** One value per entry of `QUANTILE_LEVELS`. */
  readonly values: readonly number[];
}
