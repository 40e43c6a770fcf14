export const VIEW_IDS = [
  'image',
  'mask',
  'latent',
  'heatmap',
  'line',
  'table',
  'statistics',
  'metadata',
] as const;
export type ViewId = (typeof VIEW_IDS)[number];
