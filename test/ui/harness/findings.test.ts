import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../../support/axe';
import { tempFolder } from '../../support/tempFolder';
import { hostCalls, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

/** A sound IMAGE, and one of two with a lone NaN in the second, far from its corners. */
const SHAPES = { image: [1, 8, 8, 3], second_image: [2, 300, 400, 3] } as const;
const NAN_AT = [1, 210, 95, 1] as const;
let file = '';

beforeAll(async () => {
  file = join(await tempFolder(), 'step.safetensors');
  const counts = Object.values(SHAPES).map(shape => shape.reduce<number>((a, b) => a * b, 1));
  const values = new Float32Array(counts[0]! + counts[1]!).map((_, i) => (i % 200) / 255);
  const [, height, width, channels] = SHAPES.second_image;
  const [b, y, x, c] = NAN_AT;
  values[counts[0]! + ((b * height + y) * width + x) * channels + c] = Number.NaN;
  const header = Buffer.from(
    JSON.stringify({
      image: { dtype: 'F32', shape: SHAPES.image, data_offsets: [0, 4 * counts[0]!] },
      second_image: {
        ...{ dtype: 'F32', shape: SHAPES.second_image },
        data_offsets: [4 * counts[0]!, 4 * values.length],
      },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(file, Buffer.concat([length, header, Buffer.from(values.buffer)]));
});

test('a file opens with its worst finding, at the first bad element', async () => {
  const page = await viewer.open(file);
  await page.locator('.stage[aria-busy="false"]').waitFor();
  const selected = page.getByRole('treeitem', { selected: true });
  await expect.poll(() => selected.textContent()).toContain('second_image');
  expect(await page.getByRole('spinbutton', { name: 'Batch' }).inputValue()).toBe('1');
  const probe = page.getByRole('status', { name: 'Probe' });
  await expect
    .poll(() => probe.textContent())
    .toMatch(/^x 95, y 210: R 0\.\d+ {2}G NaN {2}B 0\.\d+$/);
  const finding = page.getByRole('list', { name: 'Findings' });
  expect(await finding.textContent()).toContain('image/not-finite');
  const box = (await finding.boundingBox())!;
  expect(box.y + box.height).toBeLessThan(800);
  const shown = (await hostCalls(page)).filter(([method]) => method === 'show');
  expect(shown[0]).toEqual(['show', { file: basename(file), tensor: 1 }]);
});

test('the finding and the count lead back to it', async () => {
  const page = await viewer.open(file);
  await page.locator('.stage[aria-busy="false"]').waitFor();
  const probe = page.getByRole('status', { name: 'Probe' });
  for (const name of ['Show First', '1 NaN, 0 Inf']) {
    await page.locator('.stage').press('Escape');
    await expect.poll(() => probe.textContent()).toBe('');
    await page.getByRole('button', { name }).click();
    await expect.poll(() => probe.textContent()).toMatch(/^x 95, y 210: /);
  }
});

test.each([
  ['dark', [0xf1, 0x4c, 0x4c]],
  ['light', [0xe5, 0x14, 0x00]],
] as const)('a lone NaN has a ring in the colours of %s', async (theme, color) => {
  const page = await viewer.open(file, { theme });
  await page.locator('.stage[aria-busy="false"]').waitFor();
  const ring = () =>
    page.locator('.stage-overlay').evaluate((element, wanted) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4)
        if (wanted.every((value, c) => Math.abs(data[at + c]! - value) <= 2) && data[at + 3]! > 250)
          count++;
      return count;
    }, color);
  await expect.poll(ring).toBeGreaterThan(30);
  await page.getByRole('slider', { name: 'Batch' }).fill('0');
  await expect.poll(ring).toBe(0);
});

test('a finding is silenced where it stands, and a kind chosen is given to the folder', async () => {
  const page = await viewer.open(file);
  const folder = basename(dirname(file));
  const ignore = page.getByRole('combobox', { name: 'Ignore image/not-finite' });
  expect(await ignore.getByRole('option').allTextContents()).toEqual([
    'Ignore...',
    'In this file',
    `In ${folder}/**`,
    'Everywhere',
  ]);
  await ignore.selectOption('In this file');
  await ignore.press('e');
  const give = page.getByRole('button', { name: `Use for All of ${folder}/** Named second_image` });
  expect(await give.count()).toBe(0);
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('LATENT');
  await give.click();
  const asked = (await hostCalls(page)).filter(([method]) => /ignore|giveKind/.test(method));
  expect(asked.slice(0, 1)).toEqual([['ignore', { rule: 'image/not-finite', scope: 'file' }]]);
  expect(asked.at(-1)).toEqual(['giveKind', { tensor: 1 }]);
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])(
  'the name of a tensor with an error is readable in the list in %s',
  async theme => {
    const page = await viewer.open(file, { theme });
    const broken = page.getByRole('treeitem', { name: /^second_image/ });
    await page.getByRole('treeitem', { name: /^image/ }).click();
    await broken.locator('.row-name.error').waitFor();
    expect(await axeFindings(page.mainFrame(), '.list-pane')).toEqual([]);
    await broken.hover();
    expect(await axeFindings(page.mainFrame(), '.list-pane')).toEqual([]);
  },
);
