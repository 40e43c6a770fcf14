import { canvasPainter } from './canvasPainter';
import { GlPainter } from './glPainter';
import type { Painter } from './painter';

/** Called when everything on screen must be painted again. */
const repaints = new Set<() => void>();
let chosen: Painter | null = null;
let isChoosing = false;

/** Starting WebGL2 takes longer than painting a first picture by arithmetic: it comes once that stands. */
const CHOICE_DELAY_MS = 500;

/** Calls back when painted pictures must be painted again, as after a lost WebGL context. */
export function onRepaint(listener: () => void): () => void {
  repaints.add(listener);
  return () => repaints.delete(listener);
}

/**
 * The page's painter: WebGL2 where a GPU stands behind it, else arithmetic, which is faster than WebGL2
 * drawn by the processor. `data-painter` on the body forces either.
 */
export function painter(): Painter {
  if (document.body.dataset.painter !== undefined) chosen ??= create();
  if (!chosen && !isChoosing) {
    isChoosing = true;
    setTimeout(() => requestIdleCallback(() => (chosen = create())), CHOICE_DELAY_MS);
  }
  return chosen ?? canvasPainter;
}

function create(): Painter {
  const forced = document.body.dataset.painter;
  if (forced === 'canvas2d') return canvasPainter;
  try {
    const gl = new GlPainter(forced === 'webgl2' ? 'any' : 'fast', () => {
      for (const repaint of repaints) repaint();
      document.body.dispatchEvent(new Event('loupe-repainted'));
    });
    if (forced === 'webgl2') exposeForTests(gl);
    return {
      id: gl.id,
      paint: (target, picture, options) =>
        (gl.canPaint(picture) ? gl : canvasPainter).paint(target, picture, options),
      dispose: () => gl.dispose(),
    };
  } catch {
    return canvasPainter;
  }
}

/** A page that forces WebGL2 is a test's: it may also lose the context, and hears `loupe-repainted`. */
function exposeForTests(gl: GlPainter): void {
  document.body.addEventListener('loupe-lose-context', () => {
    const lost = gl.loseContext();
    setTimeout(() => lost.restore(), 50);
  });
}
