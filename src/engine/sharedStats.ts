import { type AxisRange, elementCount, wholeRanges } from '../core/tensor/slice';
import type { TensorStats } from '../core/tensor/stats';
import type { OnProgress } from '../core/tensor/statsCompute';
import type { Tensor } from '../core/tensor/tensor';

/** A computation under way: it goes on as long as somebody waits for it. */
interface Running {
  readonly result: Promise<TensorStats>;
  readonly controller: AbortController;
  readonly listeners: Set<OnProgress>;
  waiting: number;
  isDone: boolean;
}

/** Statistics of one open file's tensors: whoever asks for the same at the same time shares one reading. */
export class SharedStats {
  readonly #tensors: readonly Tensor[];
  readonly #running = new Map<string, Running>();
  /** Of whole tensors, by index: the last that were computed, whatever their bins. */
  readonly #whole = new Map<number, { readonly bins: number; readonly stats: TensorStats }>();

  constructor(tensors: readonly Tensor[]) {
    this.#tensors = tensors;
  }

  /** Those of whole tensors that are known, by index. */
  get known(): readonly { readonly tensor: number; readonly stats: TensorStats }[] {
    return [...this.#whole].map(([tensor, { stats }]) => ({ tensor, stats }));
  }

  /** Takes statistics of a whole tensor that are known from elsewhere. */
  know(index: number, stats: TensorStats): void {
    this.#whole.set(index, { bins: stats.histogram?.counts.length ?? 0, stats });
  }

  has(index: number): boolean {
    return this.#whole.has(index);
  }

  /**
   * Statistics of a part; undefined for the whole tensor.
   * @throws TensorFileError as `computeStats` does; the signal's reason when this caller cancels.
   */
  async of(
    index: number,
    ranges: readonly AxisRange[] | undefined,
    bins: number,
    signal?: AbortSignal,
    onProgress: OnProgress = () => {},
  ): Promise<TensorStats> {
    signal?.throwIfAborted();
    const whole = wholeRanges(this.#tensors[index]!.shape);
    const box = ranges ?? whole;
    const isWhole = JSON.stringify(box) === JSON.stringify(whole);
    const known = this.#whole.get(index);
    if (isWhole && known?.bins === bins) return known.stats;
    const key = JSON.stringify([index, box, bins]);
    const running = this.#running.get(key) ?? this.#start(key, index, box, bins);
    const stats = await this.#wait(running, signal, onProgress);
    if (isWhole) this.#whole.set(index, { bins, stats });
    return stats;
  }

  #start(key: string, index: number, box: readonly AxisRange[], bins: number): Running {
    const tensor = this.#tensors[index]!;
    const controller = new AbortController();
    const listeners = new Set<OnProgress>();
    const tell: OnProgress = (done, total) => {
      for (const listener of listeners) listener(done, total);
    };
    const result = computed(tensor, box, bins, controller.signal, tell).finally(() => {
      running.isDone = true;
      if (this.#running.get(key) === running) this.#running.delete(key);
    });
    // Whoever waits hears of a failure; when all have gone it is nobody's.
    result.catch(async () => (await import('./node/threads')).threads.endIdle());
    const running: Running = { result, controller, listeners, waiting: 0, isDone: false };
    this.#running.set(key, running);
    controller.signal.addEventListener('abort', () => this.#running.delete(key));
    return running;
  }

  async #wait(
    running: Running,
    signal: AbortSignal | undefined,
    onProgress: OnProgress,
  ): Promise<TensorStats> {
    const { promise: cancelled, reject } = promiseWithReject();
    const cancel = () => reject(signal?.reason);
    running.waiting++;
    running.listeners.add(onProgress);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await Promise.race([running.result, cancelled]);
    } finally {
      signal?.removeEventListener('abort', cancel);
      running.listeners.delete(onProgress);
      if (--running.waiting === 0 && !running.isDone) running.controller.abort();
    }
  }
}

/** The kernels and threads are loaded with the first statistics: listing a file needs none of them. */
async function computed(
  tensor: Tensor,
  box: readonly AxisRange[],
  bins: number,
  signal: AbortSignal,
  tell: OnProgress,
): Promise<TensorStats> {
  const [{ computeStats }, { threads }] = await Promise.all([
    import('../core/tensor/statsCompute'),
    import('./node/threads'),
  ]);
  const byteLength = (elementCount(box.map(range => range.count)) * tensor.dtype.bits) / 8;
  return computeStats(tensor, box, bins, signal, tell, threads.runnerFor(byteLength));
}

function promiseWithReject(): { promise: Promise<never>; reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<never>((_, give) => (reject = give));
  return { promise, reject };
}
