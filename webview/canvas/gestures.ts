import type { Region } from '../../src/core/render/picture';
import type { Zoom } from '../viewSettings';
import { type Extent, elementAt, panBy, zoomAt } from './viewport';

/** What the gestures read from and tell a stage. */
interface GestureTarget {
  readonly element: HTMLElement;
  zoom(): Zoom;
  view(): Extent;
  plane(): Extent;
  setZoom(zoom: Zoom): void;
  hover(x: number | null, y: number | null): void;
  setRegion(region: Region | null): void;
  click(x: number, y: number): void;
}

/** A press that moves less than this is a click. */
const CLICK_PIXELS = 4;
const LINE_PIXELS = 16;
const WHEEL_STRENGTH = 0.002;
/** A pinch on a touchpad arrives as a wheel with Ctrl and small steps. */
const PINCH_STRENGTH = 0.01;

interface Press {
  readonly x: number;
  readonly y: number;
  lastX: number;
  lastY: number;
  moved: boolean;
  readonly selecting: boolean;
}

/** Wheel and pinch zoom to the pointer, drag pans, Shift+drag selects. */
export class Gestures {
  readonly #target: GestureTarget;
  readonly #presses = new Map<number, Press>();
  readonly #listening = new AbortController();

  constructor(target: GestureTarget) {
    this.#target = target;
    const { element } = target;
    const options = { passive: false, signal: this.#listening.signal };
    element.addEventListener('wheel', event => this.#wheel(event), options);
    element.addEventListener('pointerdown', event => this.#down(event), options);
    element.addEventListener('pointermove', event => this.#move(event), options);
    element.addEventListener('pointerup', event => this.#up(event), options);
    element.addEventListener('pointercancel', event => this.#up(event), options);
    element.addEventListener('pointerleave', () => target.hover(null, null), options);
  }

  dispose(): void {
    this.#listening.abort();
  }

  #at(event: MouseEvent): [number, number] {
    const box = this.#target.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #place(x: number, y: number): [number, number] {
    return elementAt(this.#target.zoom(), x, y, this.#target.view());
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const target = this.#target;
    const [x, y] = this.#at(event);
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
    if (event.shiftKey && !event.ctrlKey) {
      const dx = (event.deltaX || event.deltaY) * unit;
      target.setZoom(panBy(target.zoom(), -dx, 0, target.plane()));
      return;
    }
    const strength = event.ctrlKey ? PINCH_STRENGTH : WHEEL_STRENGTH;
    const factor = Math.exp(-event.deltaY * unit * strength);
    target.setZoom(zoomAt(target.zoom(), factor, x, y, target.view()));
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 && event.button !== 1) return;
    // A captured pointer clicks the stage, not the button of a message on it.
    if ((event.target as Element).closest('button')) return;
    const [x, y] = this.#at(event);
    this.#target.element.setPointerCapture(event.pointerId);
    const press = { x, y, lastX: x, lastY: y, moved: false, selecting: event.shiftKey };
    this.#presses.set(event.pointerId, press);
  }

  #move(event: PointerEvent): void {
    const target = this.#target;
    const [x, y] = this.#at(event);
    const press = this.#presses.get(event.pointerId);
    if (!press) {
      target.hover(...this.#place(x, y));
      return;
    }
    if (Math.hypot(x - press.x, y - press.y) >= CLICK_PIXELS) press.moved = true;
    if (this.#presses.size === 2) this.#pinch(press, x, y);
    else if (press.moved && press.selecting) this.#select(press, x, y);
    else if (press.moved)
      target.setZoom(panBy(target.zoom(), x - press.lastX, y - press.lastY, target.plane()));
    press.lastX = x;
    press.lastY = y;
  }

  #pinch(press: Press, x: number, y: number): void {
    const other = [...this.#presses.values()].find(candidate => candidate !== press);
    if (!other) return;
    const before = Math.hypot(press.lastX - other.lastX, press.lastY - other.lastY);
    const after = Math.hypot(x - other.lastX, y - other.lastY);
    if (before === 0) return;
    const [middleX, middleY] = [(x + other.lastX) / 2, (y + other.lastY) / 2];
    const target = this.#target;
    target.setZoom(zoomAt(target.zoom(), after / before, middleX, middleY, target.view()));
  }

  #select(press: Press, x: number, y: number): void {
    const plane = this.#target.plane();
    const [x0, y0] = this.#place(press.x, press.y);
    const [x1, y1] = this.#place(x, y);
    const left = clamp(Math.floor(Math.min(x0, x1)), plane.width - 1);
    const top = clamp(Math.floor(Math.min(y0, y1)), plane.height - 1);
    this.#target.setRegion({
      x: left,
      y: top,
      width: Math.max(1, clamp(Math.ceil(Math.max(x0, x1)), plane.width) - left),
      height: Math.max(1, clamp(Math.ceil(Math.max(y0, y1)), plane.height) - top),
    });
  }

  #up(event: PointerEvent): void {
    const press = this.#presses.get(event.pointerId);
    this.#presses.delete(event.pointerId);
    if (press && !press.moved && event.type === 'pointerup')
      this.#target.click(...this.#place(press.x, press.y));
  }
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
