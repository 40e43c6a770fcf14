import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PageGuard } from '../../src/session/pageGuard';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

function start() {
  const page = { sent: 0, isVisible: true };
  const guard = new PageGuard(
    () => page.sent++,
    () => page.isVisible,
  );
  guard.start();
  return { page, guard };
}

test('a page that comes up is sent once', () => {
  const { page, guard } = start();
  vi.advanceTimersByTime(4_999);
  guard.ready();
  vi.runAllTimers();
  expect(page.sent).toBe(1);
});

test('a page that does not come up is sent again after 5 s, later with more patience, and not for ever', () => {
  const { page } = start();
  vi.advanceTimersByTime(5_000);
  expect(page.sent).toBe(2);
  vi.advanceTimersByTime(9_999);
  expect(page.sent).toBe(2);
  vi.advanceTimersByTime(1);
  expect(page.sent).toBe(3);
  vi.runAllTimers();
  expect(page.sent).toBe(4);
});

test('a page out of sight is waited for', () => {
  const { page } = start();
  page.isVisible = false;
  vi.advanceTimersByTime(60_000);
  expect(page.sent).toBe(1);
  page.isVisible = true;
  vi.advanceTimersByTime(5_000);
  expect(page.sent).toBe(2);
});

test('a page that is closed is not sent again', () => {
  const { page, guard } = start();
  guard.dispose();
  vi.runAllTimers();
  expect(page.sent).toBe(1);
});
