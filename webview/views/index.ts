import { heatmapView } from './heatmapView';
import { imageView } from './imageView';
import { latentView } from './latentView';
import { maskView } from './maskView';
import { metadataView } from './metadataView';
import { statisticsView } from './statisticsView';
import type { View } from './view';

/** Every view, in the order of the tabs. */
export const VIEWS: readonly View[] = [
  imageView,
  maskView,
  latentView,
  heatmapView,
  statisticsView,
  metadataView,
];
