/** Which part of a tensor is shown as a line. */
export interface LineSettings {
  /** Null takes the columns of the picture. */
  readonly axis: number | null;
  /** Elements shown: `[start, count]`; null shows all. */
  readonly span: readonly [number, number] | null;
}

/** All of the axis. */
export const LINE_SETTINGS: LineSettings = { axis: null, span: null };
