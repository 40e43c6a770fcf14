import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { colorDistance, DAWN, drawn, PLACES } from './support/landscape';
import { Session } from './support/session';

const THEMES = [
  'Light Modern',
  'Dark Modern',
  'Dark High Contrast',
  'Light High Contrast',
] as const;
const FILES = ['image_and_mask.safetensors', 'latent.safetensors', 'broken.safetensors'] as const;
const TOLERANCE = 6;

describe('the editor is accessible', () => {
  let session: Session | undefined;
  afterAll(() => session?.close());

  test.each(THEMES)('in %s', async theme => {
    session ??= await Session.open();
    await session.workbench.setTheme(theme);
    const found: string[] = [];
    for (const file of FILES) {
      await session.workbench.openFromExplorer(file);
      await session.editor().frame.locator('loupe-app').getByRole('button').first().waitFor();
      const { violations } = await new AxeBuilder({ page: session.page })
        .include(['iframe.webview.ready', 'iframe#active-frame', 'loupe-app'])
        .analyze();
      for (const { id, nodes } of violations)
        found.push(...nodes.map(node => `${file}: ${id}: ${node.html.slice(0, 200)}`));
      await session.workbench.closeEditors();
    }
    expect(found).toEqual([]);
  });

  afterEach(async () => {
    await session?.screenshot(`theme-${expect.getState().currentTestName?.split(' ').at(-1)}`);
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
