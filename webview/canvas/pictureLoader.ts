import { coarseLevel } from '../../src/core/render/firstPicture';
import type { Picture, Region } from '../../src/core/render/picture';
import { errorText, isCancelled } from '../host';
import type { Zoom } from '../look';
import type { Plane, PlaneSource } from './pictures';
import { contains, type Size, visibleRegion } from './viewport';

/** A picture and the mask over it, of the same region. */
export interface Layer {
  readonly picture: Picture;
  readonly mask: Picture | null;
}

export interface Planes {
  readonly main: Plane;
  readonly mask: Plane | null;
}

/** A whole plane is fetched in one piece up to this; beyond it only what is in sight. */
const WHOLE_BYTES = 4 * 1024 * 1024;
const DETAIL_BYTES = 12 * 1024 * 1024;
/** How much more than the view a detail covers on each side, so that small pans cost nothing. */
const DETAIL_MARGIN = 0.25;

interface Job {
  readonly key: string;
  readonly controller: AbortController;
}

/** Coarse first, then what is in sight at screen resolution; every change cancels what it outdates. */
export class PictureLoader {
  readonly #source: PlaneSource;
  readonly #changed: () => void;
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

  constructor(source: PlaneSource, changed: () => void) {
    this.#source = source;
    this.#changed = changed;
  }

  get busy(): boolean {
    return this.#jobs.base !== null || this.#jobs.detail !== null;
  }

  /** Asks for what this zoom needs and is not there or on its way. Cheap to call on every change. */
  show(planes: Planes, zoom: Zoom, view: Size, pixelRatio: number): void {
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
    this.#start('base', planes, region, level, layer => {
      this.base = layer;
      this.basePlanes = planes;
      this.#baseLevel = level;
    });
  }

  #wantDetail(planes: Planes, seen: Region, level: number, zoom: Zoom, view: Size): void {
    const has = this.detail;
    if (has && this.#detailLevel === level && contains(has.picture.region, seen)) return;
    const region = visibleRegion(zoom, planes.main, view, DETAIL_MARGIN);
    if (region.width === 0 || region.height === 0) return;
    const key = JSON.stringify([region, level]);
    if (this.#jobs.detail?.key === key) return;
    const bytes = byteSize(planes, region, level);
    const fitting = bytes > DETAIL_BYTES ? level * Math.sqrt(DETAIL_BYTES / bytes) : level;
    this.#jobs.detail?.controller.abort();
    this.#start(
      'detail',
      planes,
      region,
      fitting,
      layer => {
        this.detail = layer;
        this.#detailLevel = level;
      },
      key,
    );
  }

  #start(
    slot: 'base' | 'detail',
    planes: Planes,
    region: Region,
    level: number,
    take: (layer: Layer) => void,
    key = '',
  ): void {
    const controller = new AbortController();
    const job = { key, controller };
    this.#jobs[slot] = job;
    const fetchPlane = (plane: Plane) =>
      this.#source.fetch(
        plane,
        region,
        Math.max(1, Math.ceil(region.width * level)),
        Math.max(1, Math.ceil(region.height * level)),
        controller.signal,
      );
    Promise.all([fetchPlane(planes.main), planes.mask ? fetchPlane(planes.mask) : null]).then(
      ([picture, mask]) => {
        if (this.#jobs[slot] !== job) return;
        this.#jobs[slot] = null;
        take({ picture, mask });
        this.#changed();
      },
      (error: unknown) => {
        if (this.#jobs[slot] !== job) return;
        this.#jobs[slot] = null;
        if (!isCancelled(error)) this.error = errorText(error);
        this.#changed();
      },
    );
  }
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

function byteSize(planes: Planes, area: Size, level: number): number {
  return Math.ceil(area.width * level) * Math.ceil(area.height * level) * channelCount(planes) * 4;
}
