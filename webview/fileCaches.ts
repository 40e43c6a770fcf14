import { ByteLru } from '../src/core/bytes/byteLru';
import type { ConversionId } from '../src/core/convert/conversionIds';
import type { TensorStats } from '../src/core/tensor/stats';
import { PictureSource } from './canvas/pictures';
import type { Host } from './host';

const STATS_BYTES = 4 * 1024 * 1024;
/** A statistic without its histogram. */
const STATS_BASE_BYTES = 512;

function statsBytes({ histogram }: TensorStats): number {
  return STATS_BASE_BYTES + 8 * (histogram?.counts.length ?? 0);
}

/** Answers of the engine about one reading of a file, kept for the page; a file that is read again gets new ones. */
export class FileCaches {
  readonly pictures: PictureSource;
  /** By tensor and box (statistics/panel.ts). */
  readonly stats = new ByteLru<TensorStats>(STATS_BYTES, statsBytes);
  /** By tensor: the titles of the conversions that the engine offers for it. */
  readonly conversionTitles = new Map<number, Promise<ReadonlyMap<ConversionId, string>>>();

  constructor(host: Host) {
    this.pictures = new PictureSource(host);
  }
}
