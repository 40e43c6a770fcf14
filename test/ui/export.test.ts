import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Session, workspaceFolder } from './support/session';

let session: Session;
let atStart: string[];
beforeAll(async () => {
  atStart = await readdir(workspaceFolder());
  session = await Session.open();
});
afterEach(async ({ task }) => {
  await session?.recordFailure(task);
  await session?.workbench.closeEditors();
  const written = (await readdir(workspaceFolder())).filter(name => !atStart.includes(name));
  await Promise.all(written.map(name => rm(join(workspaceFolder(), name))));
  // A row that moves just then takes no click.
  for (const name of written) await session.workbench.file(name).waitFor({ state: 'detached' });
});
afterAll(() => session?.close());

const status = () => session.page.locator('.statusbar');

test('"Copy as PNG" puts the picture on the clipboard and says so', async () => {
  await session.workbench.openFromExplorer('image.safetensors');
  await session.editor().settled();
  await session.editor().frame.getByRole('button', { name: 'Copy as PNG' }).click();
  await status().getByText('Copied: PNG').waitFor();
  const size = await session.page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const { width, height } = await createImageBitmap(await item!.getType('image/png'));
    return { width, height };
  });
  expect(size).toEqual({ width: 384, height: 256 });
});

test('"Save as PNG" writes the picture where it is told to', async () => {
  await session.workbench.openFromExplorer('image.safetensors');
  await session.editor().settled();
  await session.editor().frame.getByRole('button', { name: 'Save as PNG' }).click();
  const input = session.page.locator('.quick-input-widget input[type=text]');
  await expect.poll(() => input.inputValue()).toBe(join(workspaceFolder(), 'image.image.png'));
  await input.press('Enter');
  await session.workbench.file('image.image.png').waitFor();
  const { width, height } = await sharp(
    await readFile(join(workspaceFolder(), 'image.image.png')),
  ).metadata();
  expect({ width, height }).toEqual({ width: 384, height: 256 });
});

test('a slice is copied as NumPy from the table', async () => {
  await session.workbench.openFromExplorer('depth.npy');
  await session.editor().settled();
  const { frame } = session.editor();
  await frame.getByRole('tab', { name: 'Table' }).click();
  await frame.getByRole('combobox', { name: 'Copy' }).selectOption('NumPy');
  await status().getByText('Copied: NumPy').waitFor();
  const text = await session.page.evaluate(() => navigator.clipboard.readText());
  // The shortest text that reads back to the same float32.
  expect(text).toMatch(/^np\.array\(\[\n {2}\[0\.9980469, /);
});

test('a mask of another size is written at the size of the image under it, without a question', async () => {
  await session.workbench.openFromExplorer('wrong_mask_placeholder.safetensors');
  await session.editor().settled();
  await session.editor().tensors().filter({ hasText: 'mask' }).click();
  await session.editor().frame.getByRole('button', { name: 'Resize to Image' }).click();
  const name = 'wrong_mask_placeholder.resized.safetensors';
  await session.workbench.tab(name).waitFor();
  await session.editor().tensors().filter({ hasText: 'F32 [1, 256, 384]' }).waitFor();
});
