import { afterAll, beforeAll, expect, test } from 'vitest';
import { Session } from './support/session';

let session: Session;
beforeAll(async () => {
  session = await Session.open();
});
afterAll(() => session?.close());

test('the Explorer shows the sample files', async () => {
  expect(await session.workbench.file('image.safetensors').isVisible()).toBe(true);
  await session.screenshot('explorer');
});
