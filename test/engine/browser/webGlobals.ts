/** Nothing of Node's: what every browser's worker has, and no more. */
export const WEB_GLOBALS = {
  AbortController,
  AbortSignal,
  Blob,
  CompressionStream,
  console,
  DOMException,
  performance,
  queueMicrotask,
  setTimeout,
  clearTimeout,
  TextDecoder,
  TextEncoder,
  URL,
};
