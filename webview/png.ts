import type { ViewContext } from './context';

/** The picture on screen as a PNG: to the clipboard, or to a file that the host asks for. */
export async function savePicture(context: ViewContext, to: 'save' | 'copy'): Promise<void> {
  const canvas = pictureCanvas();
  if (!canvas) return;
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (!blob) return;
  if (to === 'copy') {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    return;
  }
  const bytes = new Uint8Array(await blob.arrayBuffer());
  await context.host.call('savePng', { name: context.tensor.name, bytes });
}

function pictureCanvas(): HTMLCanvasElement | null {
  return document.querySelector<HTMLCanvasElement>('.stage-base');
}
