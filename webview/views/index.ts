import { heatmapView } from './heatmap/view';
import { imageView } from './image/view';
import { latentView } from './latent/view';
import { lineView } from './line/view';
import { maskView } from './mask/view';
import { metadataView } from './metadata/view';
import { statisticsView } from './statistics/view';
import { tableView } from './table/view';
import type { View } from './view';

/** Every view, in the order of the tabs. */
export const VIEWS: readonly View[] = [
  imageView,
  maskView,
  latentView,
  heatmapView,
  lineView,
  tableView,
  statisticsView,
  metadataView,
];
