/** A run of indices along one axis: `start`, `start + step`, ... , `count` of them; step is never 0 or negative. */
export interface AxisRange {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}
