import { coarseLevel } from '../../src/core/present/firstPicture';
import type { Picture, Region } from '../../src/core/render/picture';
import { errorText, isCancelled } from '../host';
import type { Zoom } from '../viewSettings';
import { composeTiles, isWholePixels, uncovered } from './composeTiles';

import type { Opening, Plane, PlaneSource } from './pictures';
import { contains, type Extent, snapRegion, visibleRegion } from './viewport';

/** A picture and the mask over it, of the same region. */
export interface Layer {
  readonly picture: Picture;
  readonly mask: Picture | null;
}

/** The plane shown, and the mask over it of the same size. */
export interface Planes {
  readonly main: Plane;
  readonly mask: Plane | null;
}

/** A whole plane is fetched in one piece up to this; beyond it only what is in sight. */
const WHOLE_BYTES = 4 * 1024 * 1024;
const DETAIL_BYTES = 12 * 1024 * 1024;
/** From this many values on, reading all of them takes a while, and samples come first. */
const LARGE_VALUES = 8 * 1024 * 1024;
/** How much more than the view a detail covers on each side, so that small pans cost nothing. */
const DETAIL_MARGIN = 0.125;
/** Where more than this share of a region is new, it is fetched as one. */
const PATCHED_SHARE = 0.7;

interface Job {
  readonly key: string;
  readonly controller: AbortController;
}

/** Coarse first, then what is in sight at screen resolution; every change cancels what it outdates. */
export class PictureLoader {
  readonly #source: PlaneSource;
  readonly #changed: () => void;
  readonly #opens: (() => Opening) | undefined;
  #planesKey = '';
  #planes: Planes | null = null;
  #jobs: { base: Job | null; detail: Job | null } = { base: null, detail: null };
  #baseLevel = 0;
  #detailLevel = 0;
  base: Layer | null = null;
  detail: Layer | null = null;
  /** The planes that `base` shows: while the next ones load, the last stay on screen. */
  basePlanes: Planes | null = null;
  error: string | null = null;

  /** @param opens begins what the view opens with, called whenever other planes are shown */
  constructor(source: PlaneSource, changed: () => void, opens?: () => Opening) {
    this.#source = source;
    this.#changed = changed;
    this.#opens = opens;
  }

  get busy(): boolean {
    return this.#jobs.base !== null || this.#jobs.detail !== null;
  }

  /** Asks for what this zoom needs and is not there or on its way. Cheap to call on every change. */
  show(planes: Planes, zoom: Zoom, view: Extent, pixelRatio: number): void {
    const key = JSON.stringify(planes);
    if (key !== this.#planesKey) this.#restart(planes, key);
    if (this.error !== null || planes.main.width === 0 || planes.main.height === 0) return;
    const level = levelFor(zoom.scale * pixelRatio);
    const whole = byteSize(planes, planes.main, level);
    if (whole <= WHOLE_BYTES) {
      this.#dropDetail();
      this.#wantBase(
        this.base && this.basePlanes === planes ? level : coarse(planes, level),
        level,
      );
      return;
    }
    this.#wantBase(coarse(planes, level), coarse(planes, level));
    this.#wantDetail(planes, visibleRegion(zoom, planes.main, view), level, zoom, view);
  }

  retry(): void {
    this.error = null;
    this.#planesKey = '';
    this.#changed();
  }

  dispose(): void {
    this.#jobs.base?.controller.abort();
    this.#jobs.detail?.controller.abort();
    this.#jobs = { base: null, detail: null };
  }

  #restart(planes: Planes, key: string): void {
    this.dispose();
    const last = this.#planes;
    const sameSize =
      last?.main.width === planes.main.width && last.main.height === planes.main.height;
    if (!sameSize) this.base = null;
    this.detail = null;
    this.#planesKey = key;
    this.#planes = planes;
    this.#baseLevel = 0;
    this.error = null;
  }

  #dropDetail(): void {
    this.#jobs.detail?.controller.abort();
    this.#jobs.detail = null;
    this.detail = null;
  }

  #wantBase(now: number, next: number): void {
    const planes = this.#planes;
    if (!planes || this.#baseLevel === next || this.#jobs.base) return;
    const region = { x: 0, y: 0, width: planes.main.width, height: planes.main.height };
    const level = this.#baseLevel === 0 ? now : next;
    // The next page of this file opens with the same.
    const opening = this.#baseLevel === 0 ? this.#opens?.() : undefined;
    this.#start('base', { planes, region, level, coarseFirst: true, opening }, layer => {
      this.base = layer;
      this.basePlanes = planes;
      this.#baseLevel = level;
    });
  }

  #wantDetail(planes: Planes, seen: Region, level: number, zoom: Zoom, view: Extent): void {
    const has = this.detail;
    if (has && this.#detailLevel === level && contains(has.picture.region, seen)) return;
    const near = visibleRegion(zoom, planes.main, view, DETAIL_MARGIN);
    const region = snapRegion(near, planes.main);
    if (region.width === 0 || region.height === 0) return;
    const key = JSON.stringify([region, level]);
    if (this.#jobs.detail?.key === key) return;
    const bytes = byteSize(planes, region, level);
    const fitting = bytes > DETAIL_BYTES ? level * Math.sqrt(DETAIL_BYTES / bytes) : level;
    this.#jobs.detail?.controller.abort();
    // The base shows what is new meanwhile; samples would only blur the detail that is there.
    const coarseFirst = has === null;
    const known = this.#detailLevel === level && fitting === level ? has : null;
    this.#start(
      'detail',
      { planes, region, level: fitting, coarseFirst, known },
      layer => {
        this.detail = layer;
        this.#detailLevel = level;
      },
      key,
    );
  }

  #start(slot: 'base' | 'detail', wanted: Wanted, take: (layer: Layer) => void, key = ''): void {
    const controller = new AbortController();
    const job = { key, controller };
    this.#jobs[slot] = job;
    const isWanted = () => this.#jobs[slot] === job;
    const give = (layer: Layer) => {
      if (!isWanted()) return;
      take(layer);
      this.#changed();
    };
    const finish = (error?: unknown) => {
      if (!isWanted()) return;
      this.#jobs[slot] = null;
      if (error !== undefined && !isCancelled(error)) this.error = errorText(error);
      this.#changed();
    };
    fetchLayers(this.#source, wanted, controller.signal, give).then(() => finish(), finish);
  }
}

/** A region of planes to be had at a level, and whether samples of it come first. */
interface Wanted {
  readonly planes: Planes;
  readonly region: Region;
  readonly level: number;
  readonly coarseFirst: boolean;
  readonly opening?: Opening | undefined;
  /** What is on screen already, at the same level. */
  readonly known?: Layer | null;
}

/** Gives the layer; before it, where much must be read for it, one made from samples. */
async function fetchLayers(
  source: PlaneSource,
  wanted: Wanted,
  signal: AbortSignal,
  give: (layer: Layer) => void,
): Promise<void> {
  const { planes, region, coarseFirst, known } = wanted;
  const patched = known ? await fetchPatched(source, wanted, known, signal) : null;
  if (patched) return give(patched);
  if (coarseFirst && isLarge(planes, region)) {
    const coarse = await fetchLayer(source, wanted, signal, 'coarse');
    give(coarse);
    if (!coarse.picture.sampled && !coarse.mask?.sampled) return;
    // A page opens with the samples: all values are not read before it asks.
    return give(await fetchLayer(source, { ...wanted, opening: undefined }, signal));
  }
  give(await fetchLayer(source, wanted, signal));
}

async function fetchLayer(
  source: PlaneSource,
  { planes, region, level, opening }: Wanted,
  signal: AbortSignal,
  quality?: 'coarse',
): Promise<Layer> {
  const maxWidth = Math.max(1, Math.ceil(region.width * level));
  const maxHeight = Math.max(1, Math.ceil(region.height * level));
  const size = { region, maxWidth, maxHeight };
  const of = (plane: Plane) => source.fetch({ plane, ...size, quality, opening }, signal);
  const [picture, mask] = await Promise.all([
    of(planes.main),
    planes.mask ? of(planes.mask) : null,
  ]);
  return { picture, mask };
}

/** The layer put together from what is known and what a pan brought into sight; null where that saves little. */
async function fetchPatched(
  source: PlaneSource,
  wanted: Wanted,
  known: Layer,
  signal: AbortSignal,
): Promise<Layer | null> {
  const { region, level } = wanted;
  const gaps = uncovered(region, known.picture.region);
  const share = gaps.reduce((sum, { width, height }) => sum + width * height, 0);
  const all = [region, known.picture.region, ...gaps];
  if (share > PATCHED_SHARE * region.width * region.height) return null;
  if (!all.every(one => isWholePixels(one, level))) return null;
  const layers = await Promise.all(
    gaps.map(gap => fetchLayer(source, { ...wanted, region: gap }, signal)),
  );
  const parts = [known, ...layers];
  const picture = composeTiles(
    region,
    level,
    parts.map(part => part.picture),
  );
  const masks = parts.map(part => part.mask).filter(mask => mask !== null);
  const mask = masks.length > 0 ? composeTiles(region, level, masks) : null;
  return picture && (mask || masks.length === 0) ? { picture, mask } : null;
}

function isLarge({ main, mask }: Planes, { width, height }: Region): boolean {
  const planeCount = main.channelCount + (mask?.channelCount ?? 0);
  return width * height * planeCount > LARGE_VALUES;
}

/** Picture pixels an element: a power of two, so that a zoom does not ask anew at every step. */
function levelFor(density: number): number {
  if (density >= 1) return 1;
  return 2 ** Math.ceil(Math.log2(Math.max(density, 1e-4)));
}

function coarse(planes: Planes, level: number): number {
  return coarseLevel(planes.main.width, planes.main.height, channelCount(planes), level);
}

function channelCount(planes: Planes): number {
  return planes.main.channelCount + (planes.mask?.channelCount ?? 0);
}

function byteSize(planes: Planes, area: Extent, level: number): number {
  return Math.ceil(area.width * level) * Math.ceil(area.height * level) * channelCount(planes) * 4;
}
