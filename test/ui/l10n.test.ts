import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Session } from './support/session';

let session: Session;
beforeAll(async () => {
  session = await Session.open({ language: 'qps-ploc' });
});
afterEach(({ task }) => session?.recordFailure(task));
afterAll(() => session?.close());

test('what a rule finds is said in it, in the editor and in Problems', async () => {
  const file = 'wrong_channel_first.safetensors';
  await session.workbench.openFromExplorer(file);
  const { frame } = session.editor();
  const finding = frame.getByRole('list', { name: '⟦Findings⟧' }).getByRole('listitem').first();
  const message = /^⟦"\S+" is channel first: \[.*\] has 3 channels in dim 1, .*⟧$/;
  await expect.poll(() => finding.locator('p').textContent()).toMatch(message);
  await frame.getByText(/^⟦name .*⟧, ⟦rank 4, 3 channels in dim 1⟧$/).waitFor();
  const rows = await session.workbench.problemsOf(file);
  const row = rows.filter({ hasText: 'image/channel-first' }).first();
  await expect.poll(() => row.textContent()).toMatch(/⟦.* is channel first: .*⟧/);
  await session.screenshot('l10n-problems');
});

test('a bundle of another language reaches host and page', async () => {
  const { workbench } = session;
  await workbench.openFromExplorer('image.safetensors');
  const { frame } = session.editor();
  await frame.getByRole('tab', { name: '⟦Image⟧' }).waitFor();
  await frame.getByRole('tree', { name: '⟦Tensors⟧' }).waitFor();
  await workbench.runCommand('Tensor Loupe: Convert...');
  const input = session.page.locator('.quick-input-widget input[type=text]');
  await expect.poll(() => input.getAttribute('placeholder')).toBe('⟦Convert into a new file⟧');
  await session.page.keyboard.press('Escape');
  await session.screenshot('l10n');
});
