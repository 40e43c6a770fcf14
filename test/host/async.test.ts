import { expect, test } from 'vitest';
import { runSoon, signalOf } from '../../src/host/async';
import { Emitter } from '../../src/session/events';

/** A cancellation token as VS Code hands it out. */
function tokenOf(isCancellationRequested: boolean) {
  const cancelled = new Emitter<void>();
  const token = { isCancellationRequested, onCancellationRequested: cancelled.event };
  return { token: token as unknown as Parameters<typeof signalOf>[0], cancel: cancelled };
}

test('a signal is aborted when its token is cancelled, and from the start where it was', () => {
  const { token, cancel } = tokenOf(false);
  const signal = signalOf(token);
  expect(signal.aborted).toBe(false);
  cancel.fire();
  expect(signal.aborted).toBe(true);
  expect(signalOf(tokenOf(true).token).aborted).toBe(true);
});

test('what runs soon waits for the code that runs now, and does not run once it is disposed of', async () => {
  const ran: string[] = [];
  runSoon(() => ran.push('kept'));
  runSoon(() => ran.push('gone')).dispose();
  expect(ran).toEqual([]);
  await new Promise(resolve => setImmediate(resolve));
  expect(ran).toEqual(['kept']);
});
