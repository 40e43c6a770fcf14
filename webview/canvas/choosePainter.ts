import { canvasPainter } from './canvasPainter';
import { GlPainter } from './glPainter';
import type { Painter } from './painter';

/** Told when everything on screen should be painted anew. */
const repaints = new Set<() => void>();
let chosen: Painter | null = null;

/** Calls back when painted pictures must be painted again, as after a lost WebGL context. */
export function onRepaint(listener: () => void): () => void {
  repaints.add(listener);
  return () => repaints.delete(listener);
}

/** The page's painter: WebGL2 where there is one, else arithmetic. `data-painter` on the body forces it. */
export function painter(): Painter {
  chosen ??= create();
  return chosen;
}

function create(): Painter {
  if (document.body.dataset.painter === 'canvas2d') return canvasPainter;
  try {
    const gl = new GlPainter(() => {
      for (const repaint of repaints) repaint();
    });
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
