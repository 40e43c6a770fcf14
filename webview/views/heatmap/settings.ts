import type { ReduceMode } from '../../../src/core/render/picture';
import type { Projection } from '../../canvas/projectedSource';

/** What a user can set about the heatmap alone. */
export interface HeatmapSettings {
  /** The axis whose indices are red, green, blue and alpha; null shows one number a pixel. */
  readonly colorAxis: number | null;
  /** An axis folded into one plane, and how; null shows one index. */
  readonly project: { readonly axis: number; readonly by: Projection } | null;
  /** What a pixel tells of the values that it stands for. */
  readonly reduce: ReduceMode;
}

export const HEATMAP_SETTINGS: HeatmapSettings = { colorAxis: null, project: null, reduce: 'mean' };
