import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { colorDistance, DAWN, DUSK, drawn, NOON, PLACES } from './support/landscape';
import { Session } from './support/session';

/** Rounding, scaling to the screen's pixels, and the anti-aliased edges of the drawing. */
const TOLERANCE = 6;

let session: Session;
beforeAll(async () => {
  session = await Session.open();
});
afterEach(({ task }) => session?.recordFailure(task));
afterAll(() => session?.close());

/** How far the picture on the screen is from the drawing, at each place. */
async function distances(hour: unknown): Promise<number[]> {
  const colors = await session.editor().colorsAt(PLACES);
  return PLACES.map((place, i) => colorDistance(colors[i] ?? [0, 0, 0], drawn(hour, place)));
}

const near = (hour: unknown) =>
  expect
    .poll(() => distances(hour))
    .toSatisfy((found: number[]) => found.every(distance => distance <= TOLERANCE));

describe('an IMAGE', () => {
  test('is listed and shown in its colours on a click', async () => {
    await session.workbench.openFromExplorer('image.safetensors');
    const row = session.editor().tensors();
    await row.waitFor();
    expect(((await row.textContent()) ?? '').replace(/\s+/g, ' ')).toMatch(
      /image.*IMAGE.*F32 \[3, 256, 384, 3\] · 3\.4 MiB/,
    );
    await near(DAWN);
    await session.screenshot('image');
  });

  test('shows the other images of its batch by the slider', async () => {
    const slider = session.editor().frame.getByRole('slider', { name: /Batch/ });
    // A file that is tried again starts where it was left.
    await slider.focus();
    await slider.press('Home');
    await slider.press('ArrowRight');
    await near(NOON);
    await slider.press('ArrowRight');
    await near(DUSK);
  });

  for (const name of ['batch.npz', 'wrong_channel_first.safetensors']) {
    test(`in ${name} is shown in its colours`, async () => {
      await session.workbench.openFromExplorer(name);
      await session.editor().tensors().first().waitFor();
      await near(NOON);
    });
  }

  test('of a JPEG is shown on "Open With"', async () => {
    await session.workbench.chooseInContextMenu('photo.jpg', 'Open with Tensor Loupe');
    await session.workbench.tab('photo.jpg').waitFor();
    await session.editor().tensors().first().waitFor();
    await near(DAWN);
    await session.screenshot('photo');
  });
});

test('a LATENT is shown as a grid of its channels', async () => {
  await session.workbench.openFromExplorer('ComfyUI_00001_.latent');
  const grid = session.editor().frame.getByRole('group', { name: 'Channels of latent_tensor' });
  await expect.poll(() => grid.getByRole('img').count()).toBe(4);
  await session.screenshot('latent');
});

test('a MASK lies over the IMAGE of its size', async () => {
  await session.workbench.openFromExplorer('image_and_mask.safetensors');
  const editor = session.editor();
  const lake = [0.5, 0.95] as const;
  const sky = [0.05, 0.1] as const;
  await editor.tensors().filter({ hasText: 'mask' }).click();
  await expect
    .poll(async () => {
      const [inMask = [0, 0, 0], outside = [0, 0, 0]] = await editor.colorsAt([lake, sky]);
      return {
        tinted: inMask[0] > drawn(NOON, lake)[0] + 40,
        outside: colorDistance(outside as [number, number, number], drawn(NOON, sky)) <= TOLERANCE,
      };
    })
    .toEqual({ tinted: true, outside: true });
  await session.screenshot('mask');
});
