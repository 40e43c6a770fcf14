import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { colorDistance, drawn, NOON, PLACES } from './support/landscape';
import { Session, workspaceFolder } from './support/session';

let session: Session;
let atStart: string[];
beforeAll(async () => {
  atStart = await names();
  session = await Session.open();
});
afterEach(async ({ task }) => {
  await session?.recordFailure(task);
  await removeAdded();
});
afterAll(() => session?.close());

const names = () => readdir(workspaceFolder());

/** Clears away what a test wrote and opened, so that trying it again starts from the same place. */
async function removeAdded() {
  await session.workbench.closeEditors();
  const found = (await names()).filter(name => !atStart.includes(name));
  await Promise.all(found.map(name => rm(join(workspaceFolder(), name), { recursive: true })));
}

/** The files that an action adds to the workspace, once there are as many as it writes. */
async function added(count: number, action: () => Promise<unknown>): Promise<string[]> {
  const before = await names();
  await action();
  const find = async () =>
    (await names()).filter(name => !before.includes(name) && !name.endsWith('.tmp'));
  await expect.poll(find).toHaveLength(count);
  return find();
}

test('"Convert to Channel Last" from the palette writes a file beside, which opens', async () => {
  const source = 'wrong_channel_first.safetensors';
  const bytes = await readFile(join(workspaceFolder(), source));
  await session.workbench.openFromExplorer(source);
  await session.editor().settled();
  const [name = ''] = await added(1, () =>
    session.workbench.runCommand('Tensor Loupe: Convert to Channel Last'),
  );
  await session.workbench.tab(name).waitFor();
  await session.editor().tensors().filter({ hasText: '[1, 256, 384, 3]' }).waitFor();
  const colors = await session.editor().colorsAt(PLACES);
  const distances = PLACES.map((place, i) =>
    colorDistance(colors[i] ?? [0, 0, 0], drawn(NOON, place)),
  );
  expect(Math.max(...distances)).toBeLessThanOrEqual(6);
  await session.workbench.file(name).waitFor();
  expect((await readFile(join(workspaceFolder(), source))).equals(bytes)).toBe(true);
  await session.screenshot('converted');
});

test('"Export PNG" from the Explorer writes PNG files', async () => {
  const files = await added(3, () =>
    session.workbench.chooseInContextMenu('image.safetensors', 'Export PNG'),
  );
  for (const name of files) {
    const { width, height, format } = await sharp(join(workspaceFolder(), name)).metadata();
    expect({ width, height, format }).toEqual({ width: 384, height: 256, format: 'png' });
  }
});

test('Undo takes away what a conversion wrote, and its tab', async () => {
  const [name = ''] = await added(1, () =>
    session.workbench.chooseInContextMenu('image_and_mask.safetensors', 'Invert Mask'),
  );
  await session.workbench.tab(name).waitFor();
  await session.page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await names()).includes(name)).toBe(false);
  await session.workbench.tab(name).waitFor({ state: 'detached' });
});

test('"Convert..." shows groups, and leaves the other tensors out by the button of an entry', async () => {
  await session.workbench.openFromExplorer('image_and_mask.safetensors');
  await session.editor().settled();
  await session.workbench.runCommand('Tensor Loupe: Convert...');
  const list = session.page.locator('.quick-input-list');
  await list.getByText('Shape', { exact: true }).waitFor();
  await session.screenshot('convert-groups');
  await session.page.locator('.quick-input-widget input[type=text]').fill('Clamp');
  const entry = list.getByRole('option', { name: /Clamp/ }).first();
  await entry.hover();
  const [name = ''] = await added(1, () =>
    entry.getByRole('button', { name: /leave the other tensor out/ }).click(),
  );
  await session.workbench.tab(name).waitFor();
  await expect.poll(() => session.editor().tensors().count()).toBe(1);
});

test('a folder is converted after a word of what changes', async () => {
  const { page } = session;
  const folder = join(workspaceFolder(), 'many');
  await mkdir(folder);
  for (const name of ['a', 'b'])
    await copyFile(
      join(workspaceFolder(), 'wrong_channel_first.safetensors'),
      join(folder, `${name}.safetensors`),
    );
  await copyFile(join(workspaceFolder(), 'image.safetensors'), join(folder, 'c.safetensors'));
  await session.workbench.chooseInContextMenu('many', 'Convert...');
  await session.workbench.pick('Convert to Channel Last');
  await page.getByText(/2 of 3 files change, .* into many/).waitFor();
  await session.screenshot('convert-folder');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await readdir(folder)).length).toBe(5);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await readdir(folder)).length).toBe(3);
  await rm(folder, { recursive: true });
});

test('"Invert Mask" from the Explorer writes 1 - mask', async () => {
  const [name = ''] = await added(1, () =>
    session.workbench.chooseInContextMenu('image_and_mask.safetensors', 'Invert Mask'),
  );
  await session.workbench.tab(name).waitFor();
  await session.editor().tensors().filter({ hasText: 'mask' }).first().click();
  // The lake and the sun cover 24.6 % (the drawing's own share); the rest is what is left of 100 %.
  await session.editor().frame.getByText('1 = selected, covers 75.4 %').waitFor();
});

test('"Convert..." asks for options, previews the outcome and refuses what cannot be', async () => {
  await session.workbench.openFromExplorer('image.safetensors');
  await session.editor().settled();
  await session.workbench.runCommand('Tensor Loupe: Convert...');
  await session.screenshot('convert-choose');
  await session.workbench.pick('Resize Image');
  const { page } = session;
  const message = page.locator('.quick-input-message');
  const answer = async (question: string, text: string) => {
    await message.getByText(question).waitFor();
    await page.locator('.quick-input-widget input[type=text]').fill(text);
  };
  await answer('New width', '48');
  await page.keyboard.press('Enter');
  await answer('New height', '-5');
  await message.getByText('the smallest is 1').waitFor();
  await page.locator('.quick-input-widget input[type=text]').fill('32');
  await message.getByText('[3,32,48,3], image.resized.safetensors').waitFor();
  await session.screenshot('convert-options');
  const files = await added(1, async () => {
    await page.keyboard.press('Enter');
    await session.workbench.pick('bilinear');
  });
  expect(files).toEqual(['image.resized.safetensors']);
  await session.editor().tensors().filter({ hasText: '[3, 32, 48, 3]' }).waitFor();
});
