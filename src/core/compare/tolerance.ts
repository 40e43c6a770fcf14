/** When two values count as close, as numpy.isclose has it: |a - b| <= atol + rtol |b|. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
  /** Whether two NaN count as different, and as outside. */
  readonly nanDiffers: boolean;
}

/** The tolerances of `numpy.allclose`, with NaN equal to NaN. */
export const DEFAULT_TOLERANCE: Tolerance = { rtol: 1e-5, atol: 1e-8, nanDiffers: false };
