import { heatmapView } from './heatmapView';
import { imageView } from './imageView';
import { latentView } from './latentView';
import { lineView } from './lineView';
import { maskView } from './maskView';
import { metadataView } from './metadataView';
import { statisticsView } from './statisticsView';
import { tableView } from './tableView';
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
