import { html, type TemplateResult } from 'lit';

/** What a splitter resizes; sizes in CSS pixels. */
interface SplitterOptions {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** 1 when dragging right widens the pane, -1 when it narrows it. */
  readonly direction: 1 | -1;
  onResize(value: number): void;
}

const KEY_STEP = 16;

/** A bar between two panes, moved by drag or arrow keys. */
export function splitter(options: SplitterOptions): TemplateResult {
  const { value, min, max, direction } = options;
  const resize = (next: number) => options.onResize(Math.round(Math.min(max, Math.max(min, next))));
  const onDown = (event: PointerEvent) => {
    const bar = event.currentTarget as HTMLElement;
    const from = event.clientX;
    bar.setPointerCapture(event.pointerId);
    bar.classList.add('dragging');
    const onMove = (move: PointerEvent) => resize(value + (move.clientX - from) * direction);
    const onUp = () => {
      bar.classList.remove('dragging');
      bar.removeEventListener('pointermove', onMove);
    };
    bar.addEventListener('pointermove', onMove);
    bar.addEventListener('pointerup', onUp, { once: true });
    bar.addEventListener('pointercancel', onUp, { once: true });
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    resize(value + step * KEY_STEP * direction);
  };
  return html`<div
    class="splitter"
    role="separator"
    tabindex="0"
    aria-orientation="vertical"
    aria-label=${options.label}
    aria-valuenow=${value}
    aria-valuemin=${min}
    aria-valuemax=${max}
    @pointerdown=${onDown}
    @keydown=${onKey}
  ></div>`;
}
