import type { PaintOptions } from '../../src/core/render/paint';
import type { Picture, Region } from '../../src/core/render/picture';
import type { Surface } from '../context';
import type { Zoom } from '../viewSettings';
import type { Fidelity } from './fidelity';
import type { Opening } from './pictures';

/** An element and what the pictures know of it. */
export interface StageProbe {
  readonly x: number;
  readonly y: number;
  /** One value a channel. */
  readonly near: readonly number[];
  readonly exact: boolean;
  readonly maskNear: number | null;
  readonly from: 'pointer' | 'cursor';
}

/** What a stage reports to its view. */
export interface StageEvents {
  /** Says who draws: the stage, or null when it goes. */
  surface(surface: Surface | null): void;
  /** Begins what the view opens with. */
  opens(): Opening;
  zoom(zoom: Zoom | null): void;
  /** CSS pixels an element now; null when the stage goes. */
  scale(scale: number | null): void;
  /** How true the finest picture is that fills the view; null when the stage goes. */
  fidelity(fidelity: Fidelity | null): void;
  cursor(cursor: readonly [number, number] | null): void;
  probe(at: StageProbe): void;
  unprobe(): void;
  region(region: Region | null): void;
  loaded(base: Picture, options: PaintOptions, mask: Picture | null): void;
  /** Steps along the first slider: -1 or 1. */
  step(by: number): void;
  showLog(): void;
}
