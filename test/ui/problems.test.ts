import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Session } from './support/session';

let session: Session;
beforeAll(async () => {
  session = await Session.open();
});
afterEach(({ task }) => session?.recordFailure(task));
afterAll(() => session?.close());

/** What each sample shows, by its name, and words of its message. */
const WRONG = [
  ['wrong_channel_first.safetensors', 'image/channel-first', '[1, 256, 384, 3]'],
  ['wrong_batch_missing.safetensors', 'image/batch-missing', '[256, 384, 3]'],
  ['wrong_range_255.safetensors', 'image/range-255', '255'],
  ['wrong_not_finite.safetensors', 'image/not-finite', 'NaN'],
  ['wrong_mask_squeezed.safetensors', 'mask/batch-missing', '[256, 384]'],
  ['wrong_mask_placeholder.safetensors', 'mask/placeholder', '64'],
  ['wrong_latent_channel_last.safetensors', 'latent/channel-last', '[1, 32, 48, 4]'],
  ['broken.safetensors', 'file/unreadable', '300000'],
] as const;

describe('Problems', () => {
  test.each(WRONG)('%s has a row for %s', async (file, rule, words) => {
    await session.workbench.openFromExplorer(file);
    // Values are judged once they are read, and they are read when their tensor is looked at.
    if (rule === 'mask/placeholder')
      await session.editor().tensors().filter({ hasText: 'mask' }).click();
    const rows = await session.workbench.problemsOf(file);
    const row = rows.filter({ hasText: rule });
    await row.first().waitFor();
    expect(await row.first().textContent()).toContain(words);
    await expect.poll(() => row.count()).toBe(1);
  });

  test('the link of a finding shows its own tensor, whatever was shown before', async () => {
    const file = 'wrong_mask_placeholder.safetensors';
    await session.workbench.openFromExplorer(file);
    const mask = session.editor().tensors().filter({ hasText: 'mask' });
    await mask.click();
    const rows = await session.workbench.problemsOf(file);
    await rows.filter({ hasText: 'mask/placeholder' }).first().waitFor();
    await session.editor().tensors().filter({ hasText: 'image' }).first().click();
    await rows.locator('a', { hasText: 'mask/placeholder' }).first().click();
    await expect.poll(() => mask.getAttribute('aria-selected')).toBe('true');
    await session.workbench.closeEditors();
    // From a file that is closed too.
    await rows.locator('a', { hasText: 'mask/placeholder' }).first().click();
    await session.workbench.tab(file).waitFor();
    await expect.poll(() => mask.getAttribute('aria-selected')).toBe('true');
    await session.editor().frame.getByRole('list', { name: 'Findings' }).waitFor();
    await session.screenshot('problems-own-tensor');
  });

  test('what is sound has no row', async () => {
    await session.workbench.openFromExplorer('image_and_mask.safetensors');
    await session.editor().settled();
    const rows = await session.workbench.problemsOf('image_and_mask.safetensors');
    await expect.poll(() => rows.count()).toBe(0);
    await session.screenshot('problems');
  });
});

describe('a file that cannot be opened', () => {
  test('says in its editor what is wrong, at which byte, and what to do', async () => {
    await session.workbench.openFromExplorer('broken.safetensors');
    const { frame } = session.editor();
    await frame.getByRole('heading', { name: 'This file cannot be opened' }).waitFor();
    expect(await frame.getByRole('alert').textContent()).toMatch(/image.*1179736.*300000/);
    for (const name of ['Open as Binary', 'Open as Text', 'Show Log'])
      expect(await frame.getByRole('button', { name }).isEnabled()).toBe(true);
    await session.screenshot('unreadable');
  });

  test('opens as text on request', async () => {
    await session.editor().frame.getByRole('button', { name: 'Open as Text' }).click();
    await session.page.getByText(/not displayed in the text editor/).waitFor();
    await session.workbench.closeEditors();
  });

  test('never runs or renders what it holds', async () => {
    await session.workbench.file('cases').click();
    await session.workbench.openFromExplorer('evil.pt');
    const { frame } = session.editor();
    expect(await frame.getByRole('alert').textContent()).toMatch(/posix\.system/);
    await session.workbench.openFromExplorer('v-names-markup.safetensors');
    await session.editor().tensors().first().waitFor();
    const names = await session.editor().tensors().allTextContents();
    expect(names.join('\n')).toContain('<');
    expect(await session.editor().frame.locator('.tree img, .tree script').count()).toBe(0);
  });
});
