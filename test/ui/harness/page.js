// Stands in for VS Code's webview API: messages go to the harness server, answers come back as messages.
const query = location.search;
const running = new Map();
/** What the page has asked of its host, in order, for tests to read: `[method, params]`. */
window.hostCalls = [];

function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value;
  if (value.$bytes === undefined)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, decode(child)]));
  // A plain loop: a callback for each of millions of bytes would hold the page up.
  const text = atob(value.$bytes);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return value.$type === 'Float32Array' ? new Float32Array(bytes.buffer) : bytes;
}

async function post(message, signal) {
  const body = JSON.stringify(message, (_, value) =>
    value instanceof Uint8Array ? { length: value.length } : value,
  );
  return fetch(`/message${query}`, { method: 'POST', body, signal });
}

function hear(message) {
  window.dispatchEvent(new MessageEvent('message', { data: decode(message) }));
}

async function send(message) {
  if (message.rpc === 'cancel') {
    running.get(message.id)?.abort();
    return;
  }
  if (message.rpc !== 'call') {
    await post(message);
    return;
  }
  const controller = new AbortController();
  running.set(message.id, controller);
  window.hostCalls.push([message.method, message.params]);
  try {
    const reply = await post(message, controller.signal);
    hear(await reply.json());
    if (message.method === 'ready') void listen();
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  } finally {
    running.delete(message.id);
  }
}

/** Hears what the host says unasked: a line each. */
async function listen() {
  const { body } = await fetch(`/events${query}`);
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read().catch(() => ({ done: true }));
    if (done) return;
    text += value;
    const lines = text.split('\n');
    text = lines.pop();
    for (const line of lines) hear(JSON.parse(line));
  }
}

const STATE = `state${query}`;
window.acquireVsCodeApi = () => ({
  postMessage: message => void send(structuredClone(message)),
  getState: () => JSON.parse(sessionStorage.getItem(STATE) ?? 'null') ?? undefined,
  setState: state => sessionStorage.setItem(STATE, JSON.stringify(state)),
});
