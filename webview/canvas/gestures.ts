import type { Region } from '../../src/core/render/picture';
import type { Zoom } from '../look';
import { elementAt, panBy, type Size, zoomAt } from './viewport';

/** What the gestures read from and tell a stage. */
export interface GestureTarget {
  readonly element: HTMLElement;
  zoom(): Zoom;
  view(): Size;
  plane(): Size;
  setZoom(zoom: Zoom): void;
  hover(x: number | null, y: number | null): void;
  setRegion(region: Region | null): void;
  click(x: number, y: number): void;
}

/** A press that moves less than this is a click. */
const CLICK_PIXELS = 4;

interface Press {
  readonly x: number;
  readonly y: number;
  lastX: number;
  lastY: number;
  moved: boolean;
  readonly selecting: boolean;
}

/** Wheel and pinch zoom to the pointer, drag pans, Shift+drag selects. Returns how to let go. */
export function listenToGestures(target: GestureTarget): () => void {
  const { element } = target;
  const presses = new Map<number, Press>();
  const at = (event: MouseEvent): [number, number] => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const place = (x: number, y: number) => elementAt(target.zoom(), x, y, target.view());

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const [x, y] = at(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey && !event.ctrlKey) {
      const dx = (event.deltaX || event.deltaY) * lines;
      target.setZoom(panBy(target.zoom(), -dx, 0, target.plane()));
      return;
    }
    // A pinch on a touchpad arrives as a wheel with Ctrl and small steps.
    const strength = event.ctrlKey ? 0.01 : 0.002;
    const factor = Math.exp(-event.deltaY * lines * strength);
    target.setZoom(zoomAt(target.zoom(), factor, x, y, target.view()));
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 && event.button !== 1) return;
    const [x, y] = at(event);
    element.setPointerCapture(event.pointerId);
    presses.set(event.pointerId, {
      x,
      y,
      lastX: x,
      lastY: y,
      moved: false,
      selecting: event.shiftKey,
    });
  };

  const onMove = (event: PointerEvent) => {
    const [x, y] = at(event);
    const press = presses.get(event.pointerId);
    if (!press) {
      target.hover(...place(x, y));
      return;
    }
    if (Math.hypot(x - press.x, y - press.y) >= CLICK_PIXELS) press.moved = true;
    if (presses.size === 2) pinch(press, x, y);
    else if (press.moved && press.selecting) select(press, x, y);
    else if (press.moved)
      target.setZoom(panBy(target.zoom(), x - press.lastX, y - press.lastY, target.plane()));
    press.lastX = x;
    press.lastY = y;
  };

  const pinch = (press: Press, x: number, y: number) => {
    const other = [...presses.values()].find(candidate => candidate !== press);
    if (!other) return;
    const before = Math.hypot(press.lastX - other.lastX, press.lastY - other.lastY);
    const after = Math.hypot(x - other.lastX, y - other.lastY);
    if (before === 0) return;
    const [middleX, middleY] = [(x + other.lastX) / 2, (y + other.lastY) / 2];
    target.setZoom(zoomAt(target.zoom(), after / before, middleX, middleY, target.view()));
  };

  const select = (press: Press, x: number, y: number) => {
    const plane = target.plane();
    const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
    const [x0, y0] = place(press.x, press.y);
    const [x1, y1] = place(x, y);
    const left = clamp(Math.floor(Math.min(x0, x1)), plane.width - 1);
    const top = clamp(Math.floor(Math.min(y0, y1)), plane.height - 1);
    target.setRegion({
      x: left,
      y: top,
      width: Math.max(1, clamp(Math.ceil(Math.max(x0, x1)), plane.width) - left),
      height: Math.max(1, clamp(Math.ceil(Math.max(y0, y1)), plane.height) - top),
    });
  };

  const onUp = (event: PointerEvent) => {
    const press = presses.get(event.pointerId);
    presses.delete(event.pointerId);
    if (press && !press.moved && event.type === 'pointerup')
      target.click(...place(press.x, press.y));
  };
  const onLeave = () => target.hover(null, null);

  const listeners: readonly (readonly [string, (event: never) => void])[] = [
    ['wheel', onWheel],
    ['pointerdown', onDown],
    ['pointermove', onMove],
    ['pointerup', onUp],
    ['pointercancel', onUp],
    ['pointerleave', onLeave],
  ];
  for (const [type, listener] of listeners)
    element.addEventListener(type, listener as EventListener, { passive: false });
  return () => {
    for (const [type, listener] of listeners)
      element.removeEventListener(type, listener as EventListener);
  };
}
