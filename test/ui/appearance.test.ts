import { afterAll, describe, expect, test } from 'vitest';
import { axeFindings } from '../support/axe';
import { colorDistance, DAWN, drawn, PLACES } from './support/landscape';
import { Session } from './support/session';

const FILES = ['image_and_mask.safetensors', 'latent.safetensors', 'broken.safetensors'] as const;
const TOLERANCE = 6;

describe('axe finds nothing wrong', () => {
  let session: Session | undefined;
  afterAll(() => session?.close());

  test.each(FILES)('in %s', async file => {
    session ??= await Session.open();
    await session.workbench.openFromExplorer(file);
    const app = session.editor().frame.locator('loupe-app');
    await app.getByRole('button').first().waitFor();
    const frame = await (await app.elementHandle())?.ownerFrame();
    if (!frame) throw new Error('the webview has no frame');
    expect(await axeFindings(frame, 'loupe-app')).toEqual([]);
  });
});

describe('without WebGL', () => {
  let session: Session | undefined;
  afterAll(() => session?.close());

  test('a picture has the same colours', async () => {
    session = await Session.open({ withoutWebGl: true });
    const webGl = await session.page.evaluate(
      () => document.createElement('canvas').getContext('webgl2') !== null,
    );
    expect(webGl).toBe(false);
    await session.workbench.openFromExplorer('image.safetensors');
    const editor = session.editor();
    await expect
      .poll(async () => {
        const colors = await editor.colorsAt(PLACES);
        return Math.max(
          ...PLACES.map((place, i) => colorDistance(colors[i] ?? [0, 0, 0], drawn(DAWN, place))),
        );
      })
      .toBeLessThanOrEqual(TOLERANCE);
  });
});
