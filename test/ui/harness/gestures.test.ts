import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { picturePixels, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

const zoomPercent = async (page: Page) =>
  Number.parseInt((await page.locator('.zoom-percent').textContent()) ?? '', 10);

async function openImage(): Promise<Page> {
  const page = await viewer.open(casePath('comfy', 'node_dump_ok.safetensors'));
  await picturePixels(page);
  return page;
}

test('a pinch on a touchpad zooms to the pointer', async () => {
  const page = await openImage();
  const before = await zoomPercent(page);
  await page.mouse.move(600, 400);
  await expect.poll(() => page.getByRole('status', { name: 'Probe' }).textContent()).toMatch(/^x/);
  const at = () => page.getByRole('status', { name: 'Probe' }).textContent();
  const place = (await at())?.split(':')[0];
  await page.keyboard.down('Control');
  for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -20);
  await page.keyboard.up('Control');
  // 80 of deltaY at a hundredth each: e^0.8.
  await expect.poll(() => zoomPercent(page)).toBeGreaterThan(before * 2);
  expect(await zoomPercent(page)).toBeLessThan(before * 2.4);
  await page.mouse.move(600, 401);
  await page.mouse.move(600, 400);
  expect((await at())?.split(':')[0]).toBe(place);
});

test('two fingers on a screen zoom by how far they move apart', async () => {
  const page = await openImage();
  const before = await zoomPercent(page);
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...xs: number[]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: xs.map((x, id) => ({ x, y: 400, id })),
    });
  await touch('touchStart', 550, 650);
  await touch('touchMove', 525, 675);
  await touch('touchMove', 500, 700);
  await touch('touchEnd');
  await expect.poll(() => zoomPercent(page)).toBeGreaterThan(before * 1.9);
  expect(await zoomPercent(page)).toBeLessThan(before * 2.1);
});

test('a drag pans, and with Shift marks a region', async () => {
  const page = await openImage();
  const status = page.locator('.status-line');
  await page.keyboard.down('Shift');
  await page.mouse.move(500, 350);
  await page.mouse.down();
  await page.mouse.move(600, 450, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect.poll(() => status.textContent()).toMatch(/Region \d+ x \d+ at/);
  const fit = page.getByRole('button', { name: 'Fit' });
  expect(await fit.getAttribute('aria-pressed')).toBe('true');
  await page.mouse.down();
  await page.mouse.move(650, 450, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => fit.getAttribute('aria-pressed')).toBe('false');
  await page.mouse.click(600, 400);
  await expect.poll(() => status.textContent()).not.toContain('Region');
});
