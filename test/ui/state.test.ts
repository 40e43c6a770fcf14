import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { importScript } from '../support/scripts';
import { drawn, NOON } from './support/landscape';
import { Session, workspaceFolder } from './support/session';
import { fillUntilItStays } from './support/workbench';

interface Tensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
const { encodeSafetensors } = await importScript<{
  encodeSafetensors(tensors: Readonly<Record<string, Tensor>>): Uint8Array;
}>('samples/encode.mjs');

const filled = (...shape: number[]): Tensor => ({
  shape,
  values: Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => (i % 10) / 10),
});

let session: Session;
beforeAll(async () => {
  session = await Session.open();
});
afterEach(({ task }) => session?.recordFailure(task));
afterAll(() => session?.close());

const place = (name: string) => join(workspaceFolder(), name);
const opacity = () => session.editor().frame.getByRole('slider', { name: 'Opacity' });
const selected = () =>
  session.editor().frame.getByRole('treeitem', { selected: true }).textContent();

/** The window as it is after "Reload Window", with our editor in front. */
async function reloadWindow(tab: string): Promise<void> {
  // A page saves what was changed once it rests.
  await session.editor().frame.locator('body:not([data-unsaved])').waitFor();
  const loaded = session.page.waitForEvent('load');
  await session.workbench.runCommand('Developer: Reload Window');
  await loaded;
  await session.workbench.ready();
  await session.workbench.tab(tab).waitFor();
  await session.editor().settled();
}

const lake = [0.5, 0.95] as const;
/** How much redder the lake is than it was drawn. */
const tint = async () => {
  const [[red] = [0]] = await session.editor().colorsAt([lake]);
  return red - drawn(NOON, lake)[0];
};

test('a mask of another file lies over an image', async () => {
  await session.workbench.openFromExplorer('wrong_channel_first.safetensors');
  await session.editor().settled();
  const { frame } = session.editor();
  await frame.getByRole('combobox', { name: 'Mask' }).selectOption('From Another File...');
  const input = session.page.locator('.quick-input-widget input[type=text]');
  const list = session.page.locator('.quick-input-list');
  // The dialog writes its folder into the field once it has listed it.
  await list.getByText('image_and_mask.safetensors').waitFor();
  await fillUntilItStays(input, place('image_and_mask.safetensors'));
  await input.press('Enter');
  await expect.poll(tint).toBeGreaterThan(40);
  await session.screenshot('borrowed-mask');
});

describe('a mask over its image', () => {
  test('is shown as before after a reload of the window, as is a mask of another file', async () => {
    await session.workbench.openFromExplorer('image_and_mask.safetensors');
    await session.editor().tensors().filter({ hasText: 'mask' }).click();
    await opacity().fill('0.9');
    await session.editor().settled();
    await reloadWindow('image_and_mask.safetensors');
    await expect.poll(() => opacity().inputValue()).toBe('0.9');
    expect(await selected()).toContain('mask');
    await session.workbench.tab('wrong_channel_first.safetensors').click();
    await expect.poll(tint).toBeGreaterThan(40);
    await session.workbench.tab('image_and_mask.safetensors').click();
    await session.editor().settled();
  });

  test('is shown the same in an editor split off', async () => {
    await session.workbench.runCommand('View: Split Editor Right');
    const editors = session.page.locator('iframe.webview.ready:visible');
    await expect.poll(() => editors.count()).toBe(2);
    await expect.poll(() => opacity().inputValue()).toBe('0.9');
    await session.workbench.closeEditors();
  });

  test('and after the file was closed and opened again', async () => {
    await session.workbench.openFromExplorer('image_and_mask.safetensors');
    await expect.poll(() => opacity().inputValue()).toBe('0.9');
    await session.workbench.closeEditors();
  });
});

describe('a file that changes on disk', () => {
  const name = 'changing.safetensors';
  const image = filled(1, 32, 48, 3);
  const write = (tensors: Readonly<Record<string, Tensor>>) =>
    writeFile(place(name), encodeSafetensors(tensors));
  afterAll(() => rm(place(name), { force: true }));

  test('keeps what is shown: another shape, gone, and there again', async () => {
    await write({ image, mask: filled(1, 32, 48) });
    await session.workbench.file(name).waitFor();
    await session.workbench.openFromExplorer(name);
    const rows = session.editor().tensors();
    await rows.filter({ hasText: 'mask' }).click();
    await opacity().fill('0.7');
    await write({ image, mask: filled(1, 16, 24) });
    await rows.filter({ hasText: '[1, 16, 24]' }).waitFor();
    expect(await selected()).toContain('mask');
    expect(await opacity().inputValue()).toBe('0.7');
    await session.editor().settled();
    await write({ image });
    await expect.poll(() => rows.count()).toBe(1);
    await expect.poll(selected).toContain('image');
    await session.editor().settled();
    await write({ image, mask: filled(1, 32, 48) });
    await expect.poll(selected).toContain('mask');
    expect(await opacity().inputValue()).toBe('0.7');
    await session.editor().settled();
    await session.workbench.closeEditors();
  });
});
