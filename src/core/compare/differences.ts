/** How the values of two tensors of one shape differ; numbers over pairs that are finite on both sides. */
export interface Differences {
  readonly count: number;
  readonly finitePairs: number;
  /** Pairs of other values; NaN equals NaN unless it is said to differ, and -0.0 equals 0.0. */
  readonly different: number;
  /** Pairs that are not close. */
  readonly outside: number;
  readonly nanMismatch: number;
  /** Place in C order of the first pair of other values; null where there is none. */
  readonly firstDifferent: number | null;
  /** Place in C order of the largest difference; null without a finite pair. */
  readonly largestAt: number | null;
  /** Null without a finite pair, as the three below. */
  readonly maxAbs: number | null;
  readonly meanAbs: number | null;
  readonly rmse: number | null;
  /** Over pairs whose second value is not 0; null where there is none. */
  readonly maxRel: number | null;
  /** Null where a norm is 0. */
  readonly cosine: number | null;
  /** Whether dtype and bytes are the same. */
  readonly equalBits: boolean;
}
