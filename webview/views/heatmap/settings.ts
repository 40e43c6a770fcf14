import type { ReduceMode } from '../../../src/core/render/picture';
import type { Projection } from '../../canvas/projectedSource';

/** What a user can set about the heatmap alone. */
export interface HeatmapSettings {
  /** The axis whose indices are red, green, blue and alpha; null shows one number a pixel. */
  readonly colorAxis: number | null;
  /** An axis folded into one plane, and how; null shows one index. */
  readonly project: { readonly axis: number; readonly by: Projection } | null;
  /** Which of the values that it stands for a pixel shows. */
  readonly reduce: ReduceMode;
}

/** One index, one number a pixel, means. */
export const HEATMAP_SETTINGS: HeatmapSettings = { colorAxis: null, project: null, reduce: 'mean' };
