import type { Layout } from '../src/core/contracts/layout';
import type { Finding } from '../src/core/lint/finding';
import type { PaintOptions } from '../src/core/render/paint';
import type { Picture, Region } from '../src/core/render/picture';
import type { TensorInfo } from '../src/protocol/engineMethods';
import type { ViewSettings } from '../src/protocol/webviewMethods';
import type { PictureSource, Plane } from './canvas/pictures';
import type { Host } from './host';
import type { Look } from './look';
import type { Signal } from './signal';
import type { Store } from './store';

/** An element that the pointer or the cursor is on. */
export interface Probe {
  readonly plane: Plane;
  readonly x: number;
  readonly y: number;
  /** From the picture; exact values are asked for apart. */
  readonly near: readonly number[];
  readonly exact: boolean;
  readonly from: 'pointer' | 'cursor';
}

/** What is on screen now, as the status line and the inspector tell it. */
export interface Shown {
  readonly picture: Picture;
  readonly plane: Plane;
  readonly options: PaintOptions;
}

/** What a view gets to draw itself. */
export interface ViewContext {
  readonly store: Store;
  readonly host: Host;
  readonly pictures: PictureSource;
  readonly tensor: TensorInfo;
  readonly tensorIndex: number;
  readonly look: Look;
  readonly layout: Layout;
  readonly findings: readonly Finding[];
  readonly settings: ViewSettings;
  readonly probe: Signal<Probe | null>;
  readonly shown: Signal<Shown | null>;
  /** The mask picture on screen, for its coverage. */
  readonly maskShown: Signal<Picture | null>;
  readonly region: Signal<Region | null>;
  /** CSS pixels an element of the picture on screen; null where there is no picture. */
  readonly scale: Signal<number | null>;
  set(patch: Partial<Look>): void;
}
