import { t } from '../src/core/l10n';
import type { Stage } from './canvas/stage';
import type { ViewContext } from './context';

/** Pixels between the channels of a grid. */
const GRID_GAP = 2;

/** The picture shown as a PNG at full size: to the clipboard, or to a file that the host asks for. */
export async function savePicture(context: ViewContext, to: 'save' | 'copy'): Promise<void> {
  const blob = shownPng();
  if (to === 'copy') {
    // The clipboard takes a promise, so that the click that allows it is not over by then.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    await context.host.call('copied', { what: 'PNG' });
    return;
  }
  const bytes = new Uint8Array(await (await blob).arrayBuffer());
  await context.host.call('savePng', { name: context.tensor.name, bytes });
}

async function shownPng(): Promise<Blob> {
  const stage = document.querySelector<Stage>('loupe-stage');
  const canvas = stage
    ? await stage.fullCanvas()
    : (gridCanvas() ?? document.querySelector<HTMLCanvasElement>('.line-chart canvas'));
  if (!canvas) throw new Error(t('There is no picture to save'));
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      blob => (blob ? resolve(blob) : reject(new Error(t('No PNG was made')))),
      'image/png',
    ),
  );
}

/** All channels of a grid on one sheet, as near to a square as they come. */
function gridCanvas(): HTMLCanvasElement | null {
  const tiles = [...document.querySelectorAll<HTMLCanvasElement>('.channel-grid canvas')];
  const first = tiles[0];
  if (!first) return null;
  const columns = Math.ceil(Math.sqrt(tiles.length));
  const rows = Math.ceil(tiles.length / columns);
  const sheet = document.createElement('canvas');
  sheet.width = columns * (first.width + GRID_GAP) - GRID_GAP;
  sheet.height = rows * (first.height + GRID_GAP) - GRID_GAP;
  const context = sheet.getContext('2d');
  tiles.forEach((tile, i) => {
    const x = (i % columns) * (first.width + GRID_GAP);
    const y = Math.floor(i / columns) * (first.height + GRID_GAP);
    context?.drawImage(tile, x, y);
  });
  return sheet;
}
