import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Session } from './support/session';

let session: Session;
beforeAll(async () => {
  session = await Session.open({ language: 'qps-ploc' });
});
afterEach(({ task }) => session?.recordFailure(task));
afterAll(() => session?.close());

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
