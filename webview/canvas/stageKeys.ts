import { nextNotFinite } from './notFinite';
import type { Stage } from './stage';
import { type Extent, zoomAt } from './viewport';

type KeyAction = (stage: Stage, event: KeyboardEvent) => void;

const BIG_STEP = 10;
const ZOOM_STEP = 1.5;

/** The keys of a picture, as the key list shows them. */
const ACTIONS: Readonly<Record<string, KeyAction>> = {
  ArrowLeft: (stage, event) => moveBy(stage, event, -1, 0),
  ArrowRight: (stage, event) => moveBy(stage, event, 1, 0),
  ArrowUp: (stage, event) => moveBy(stage, event, 0, -1),
  ArrowDown: (stage, event) => moveBy(stage, event, 0, 1),
  Home: stage => stage.moveCursor(0, cursorOf(stage)[1]),
  End: stage => stage.moveCursor(stage.planes.main.width - 1, cursorOf(stage)[1]),
  PageUp: stage => stage.moveCursor(cursorOf(stage)[0], 0),
  PageDown: stage => stage.moveCursor(cursorOf(stage)[0], stage.planes.main.height - 1),
  '+': stage => zoomBy(stage, ZOOM_STEP),
  '=': stage => zoomBy(stage, ZOOM_STEP),
  '-': stage => zoomBy(stage, 1 / ZOOM_STEP),
  '0': stage => stage.events.zoom(null),
  '1': stage => stage.events.zoom({ ...stage.currentZoom, scale: 1 / devicePixelRatio }),
  '[': stage => stage.events.step(-1),
  ']': stage => stage.events.step(1),
  n: stage => void nextNotFinite(stage, 1),
  N: stage => void nextNotFinite(stage, -1),
  r: stage => stage.markRegion(...cursorOf(stage)),
  Escape: stage => {
    stage.clearRegion();
    stage.events.cursor(null);
    stage.events.unprobe();
  },
};

/** Handles a key pressed on a stage. */
export function stageKey(stage: Stage, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = ACTIONS[event.key];
  if (!action) return;
  event.preventDefault();
  action(stage, event);
}

function cursorOf(stage: Stage): readonly [number, number] {
  if (stage.cursor) return stage.cursor;
  const { centerX, centerY } = stage.currentZoom;
  return [Math.floor(centerX), Math.floor(centerY)];
}

function moveBy(stage: Stage, event: KeyboardEvent, dx: number, dy: number): void {
  const step = event.shiftKey ? BIG_STEP : 1;
  const [x, y] = cursorOf(stage);
  const started = stage.cursor !== null;
  const [toX, toY] = started ? [x + dx * step, y + dy * step] : [x, y];
  stage.moveCursor(toX, toY);
  keepInSight(stage, toX, toY);
}

/** Moves the view so that an element is in it. */
export function keepInSight(stage: Stage, x: number, y: number): void {
  const view: Extent = stage.viewSize;
  const zoom = stage.currentZoom;
  const halfX = view.width / 2 / zoom.scale;
  const halfY = view.height / 2 / zoom.scale;
  const inside =
    Math.abs(x + 0.5 - zoom.centerX) < halfX && Math.abs(y + 0.5 - zoom.centerY) < halfY;
  if (!inside) stage.events.zoom({ ...zoom, centerX: x + 0.5, centerY: y + 0.5 });
}

function zoomBy(stage: Stage, factor: number): void {
  const view = stage.viewSize;
  const zoom = stage.currentZoom;
  const next = zoomAt(zoom, factor, view.width / 2, view.height / 2, view);
  const cursor = stage.cursor;
  stage.events.zoom(
    cursor ? { ...next, centerX: cursor[0] + 0.5, centerY: cursor[1] + 0.5 } : next,
  );
}
