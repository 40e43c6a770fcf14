/**
 * Typed calls over any two-way message channel: ids, errors, cancellation, progress of life.
 * One implementation serves host <-> engine and webview <-> host.
 */

/** The two ends of a channel look alike: post a message, hear messages. */
export interface MessagePortLike {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** `never` as parameter: a map's methods may take anything. */
type Method = (params: never) => unknown;
type MethodMap<M> = { [K in keyof M]: Method };

/** Params of a method, or undefined for a method without any. */
export type ParamsOf<F> = F extends () => unknown
  ? undefined
  : F extends (p: infer P) => unknown
    ? P
    : never;
/** What a method gives. */
export type ResultOf<F> = F extends (...args: never[]) => infer R ? R : never;

/** The caller's context: its cancel signal and the request's id. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly id: number;
}

/** The methods of one end, each told its caller. */
export type Handlers<M> = {
  [K in keyof M]: (
    params: ParamsOf<M[K]>,
    context: CallContext,
  ) => Promise<ResultOf<M[K]>> | ResultOf<M[K]>;
};

/** An error as it crosses a wall: plain data. */
interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly data?: unknown;
}

type Message =
  | { readonly rpc: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly rpc: 'result'; readonly id: number; readonly value: unknown }
  | { readonly rpc: 'error'; readonly id: number; readonly error: WireError }
  | { readonly rpc: 'cancel'; readonly id: number };

interface RpcOptions {
  /** Says which ArrayBuffers of a result may be handed over instead of copied. */
  readonly transfer?: (value: unknown) => readonly ArrayBuffer[];
  /** Hears of messages that are not understood. */
  readonly warn?: (text: string) => void;
}

/** An error of the other end, with its data and stack. */
export class RpcError extends Error {
  readonly data: unknown;
  readonly remoteStack: string | undefined;

  constructor(wire: WireError) {
    super(wire.message);
    this.name = wire.name;
    this.data = wire.data;
    this.remoteStack = wire.stack;
  }
}

/** A call that was cancelled by its caller, or whose other side went away. */
export class CancelledError extends Error {
  constructor(reason = 'Cancelled') {
    super(reason);
    this.name = 'CancelledError';
  }
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
  release(): void;
}

/** One end of a channel: calls the other end's `Remote` methods and answers its own `Local` ones. */
export class Rpc<Local extends MethodMap<Local>, Remote extends MethodMap<Remote>> {
  readonly #port: MessagePortLike;
  readonly #handlers: Handlers<Local>;
  readonly #options: RpcOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #running = new Map<number, AbortController>();
  #nextId = 1;
  #disposed = false;

  constructor(port: MessagePortLike, handlers: Handlers<Local>, options: RpcOptions = {}) {
    this.#port = port;
    this.#handlers = handlers;
    this.#options = options;
    port.onMessage(message => this.#receive(message));
  }

  /** Calls a method of the other end. @throws RpcError from there, CancelledError on cancel or dispose. */
  call<K extends keyof Remote & string>(
    method: K,
    params: ParamsOf<Remote[K]>,
    signal?: AbortSignal,
    onId?: (id: number) => void,
  ): Promise<ResultOf<Remote[K]>> {
    if (this.#disposed) return Promise.reject(new CancelledError('The connection is closed'));
    if (signal?.aborted) return Promise.reject(new CancelledError());
    const id = this.#nextId++;
    onId?.(id);
    return new Promise((resolve, reject) => {
      const cancel = () => {
        this.#settle(id)?.reject(new CancelledError());
        this.#port.post({ rpc: 'cancel', id } satisfies Message);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#pending.set(id, {
        resolve: value => resolve(value as ResultOf<Remote[K]>),
        reject,
        release: () => signal?.removeEventListener('abort', cancel),
      });
      this.#port.post({ rpc: 'call', id, method, params } satisfies Message);
    });
  }

  /** Rejects every call under way and stops every handler. */
  dispose(reason = 'The connection is closed'): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const id of [...this.#pending.keys()])
      this.#settle(id)?.reject(new CancelledError(reason));
    for (const controller of this.#running.values()) controller.abort(new CancelledError(reason));
    this.#running.clear();
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.release();
    return pending;
  }

  #receive(raw: unknown): void {
    if (this.#disposed) return;
    const message = asMessage(raw);
    if (!message) {
      this.#options.warn?.('A message that is not of the protocol was dropped');
      return;
    }
    if (message.rpc === 'call') void this.#answer(message.id, message.method, message.params);
    else if (message.rpc === 'cancel') this.#running.get(message.id)?.abort(new CancelledError());
    else if (message.rpc === 'result') this.#settle(message.id)?.resolve(message.value);
    else this.#settle(message.id)?.reject(fromWire(message.error));
  }

  async #answer(id: number, method: string, params: unknown): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const handler = this.#handler(method);
      const value = await handler(params, { signal: controller.signal, id });
      if (this.#disposed) return;
      this.#port.post(
        { rpc: 'result', id, value } satisfies Message,
        this.#options.transfer?.(value),
      );
    } catch (error) {
      if (!this.#disposed)
        this.#port.post({ rpc: 'error', id, error: toWire(error) } satisfies Message);
    } finally {
      this.#running.delete(id);
    }
  }

  #handler(method: string): (params: unknown, context: CallContext) => unknown {
    const handler = Object.hasOwn(this.#handlers, method)
      ? this.#handlers[method as keyof Local]
      : undefined;
    if (!handler) throw new Error(`There is no method "${method}"`);
    return handler as (params: unknown, context: CallContext) => unknown;
  }
}

function asMessage(raw: unknown): Message | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const message = raw as { rpc?: unknown; id?: unknown; method?: unknown };
  if (typeof message.id !== 'number') return undefined;
  const known =
    message.rpc === 'result' ||
    message.rpc === 'error' ||
    message.rpc === 'cancel' ||
    (message.rpc === 'call' && typeof message.method === 'string');
  return known ? (raw as Message) : undefined;
}

/** An error as plain data; what its `wireData` holds goes with it. */
export function toWire(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const wire: { -readonly [K in keyof WireError]: WireError[K] } = {
    name: error.name,
    message: error.message,
  };
  if (error.stack) wire.stack = error.stack;
  if ('place' in error)
    wire.data = { place: error.place, rule: 'rule' in error ? error.rule : undefined };
  return wire;
}

function fromWire(wire: WireError): Error {
  return wire.name === 'CancelledError' ? new CancelledError(wire.message) : new RpcError(wire);
}
