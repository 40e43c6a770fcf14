/** How long a computation may hold the event loop, in milliseconds: cancel must take effect within 50. */
const HOLD_MS = 12;

/**
 * Lets a long computation breathe: the function it returns gives other events their turn when the loop has
 * been held for long, and throws when the signal was aborted meanwhile.
 */
export function createPauser(signal?: AbortSignal): () => Promise<void> {
  let since = Date.now();
  return async () => {
    if (Date.now() - since >= HOLD_MS) {
      await new Promise<void>(resolve => setTimeout(resolve, 0));
      since = Date.now();
    }
    signal?.throwIfAborted();
  };
}
