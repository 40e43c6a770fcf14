import type { Layout } from '../src/core/contracts/layout';
import type { Finding } from '../src/core/findings';
import type { PaintOptions } from '../src/core/render/paint';
import type { Picture } from '../src/core/render/picture';
import type { TensorInfo } from '../src/protocol/engineMethods';
import type { EditorSettings } from '../src/protocol/webviewMethods';
import type { PictureSource, Plane } from './canvas/pictures';
import type { FileCaches } from './fileCaches';
import type { Host } from './host';
import type { ViewSession } from './session';
import type { Store } from './store';
import type { CommonSettings } from './viewSettings';

/** One tensor's say about the place that the pointer or the cursor is on. */
export interface ProbePart {
  /** What it is, where there are several; empty for the tensor shown. */
  readonly name: string;
  /** Where exact values are asked for; null for a value that is worked out. */
  readonly plane: Plane | null;
  /** From the picture, one a channel; empty where the picture does not tell. */
  readonly near: readonly number[];
  readonly exact: boolean;
  /** The values are red, green, blue and maybe alpha. */
  readonly isColor?: boolean;
}

/** An element that the pointer or the cursor is on. */
export interface Probe {
  readonly x: number;
  readonly y: number;
  readonly parts: readonly ProbePart[];
  readonly from: 'pointer' | 'cursor';
}

/** What is on screen now, as the status line and the inspector tell it. */
export interface Shown {
  readonly picture: Picture;
  readonly plane: Plane;
  readonly options: PaintOptions;
  /** Where the picture's elements lie in the tensor itself; null where all of it is of another. */
  readonly own: OwnPlane | null;
}

/** A plane of the tensor shown, of which one element is `factor` x `factor` elements of the picture. */
export interface OwnPlane {
  readonly plane: Plane;
  readonly factor: number;
}

/** What draws a session's picture. */
export interface Surface {
  /** The picture as it is painted, at full size; null while there is none. */
  fullCanvas(): Promise<HTMLCanvasElement | null>;
  /** Moves the cursor to the next NaN or Inf, forward or back; not there where nothing can be found. */
  nextNotFinite?(step: 1 | -1): Promise<void>;
  /** Takes a key that nothing else on the page wanted. */
  key?(event: KeyboardEvent): void;
  /** Takes the focus, where it can. */
  takeFocus?(): void;
}

/** What a view gets to draw itself, as it is now; `S` is the view's own settings. */
export interface ViewContext<S extends object = object> {
  readonly session: ViewSession;
  readonly store: Store;
  readonly host: Host;
  readonly caches: FileCaches;
  readonly pictures: PictureSource;
  readonly tensor: TensorInfo;
  readonly tensorIndex: number;
  /** What the tensor is called on screen. */
  readonly title: string;
  readonly layout: Layout;
  readonly findings: readonly Finding[];
  /** The editor's settings, for what the user has not set here. */
  readonly editor: EditorSettings;
  readonly common: CommonSettings;
  readonly own: S;
  setCommon(patch: Partial<CommonSettings>): void;
  setOwn(patch: Partial<S>): void;
}
