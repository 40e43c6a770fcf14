import { t } from '../src/core/l10n';
import type { ViewContext } from './context';

/** The picture shown as a PNG at full size: to the clipboard, or to a file that the host asks for. */
export async function savePicture(context: ViewContext, to: 'save' | 'copy'): Promise<void> {
  const blob = shownPng(context);
  if (to === 'copy') {
    // The clipboard takes a promise, so that the click that allows it is not over by then.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    await context.host.call('copied', { what: 'PNG' });
    return;
  }
  const bytes = new Uint8Array(await (await blob).arrayBuffer());
  await context.host.call('savePng', { name: context.tensor.name, bytes });
}

async function shownPng({ session }: ViewContext): Promise<Blob> {
  const canvas = await session.surface.value?.fullCanvas();
  if (!canvas) throw new Error(t('There is no picture to save'));
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      blob => (blob ? resolve(blob) : reject(new Error(t('No PNG was made')))),
      'image/png',
    ),
  );
}
