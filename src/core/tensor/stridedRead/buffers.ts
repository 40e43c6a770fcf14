/** Gives memory of at least so many bytes. */
export type Allocate = (byteLength: number) => Uint8Array;

/**
 * Memory that reads give back when they are done with it. Fresh memory costs more than the reading: the
 * system hands it out page by page, and each page is cleared first.
 */
export class Scratch {
  readonly #allocate: Allocate;
  #free: Uint8Array[] = [];

  constructor(allocate: Allocate = byteLength => new Uint8Array(byteLength)) {
    this.#allocate = allocate;
  }

  /** At least `byteLength` bytes of any content. */
  take(byteLength: number): Uint8Array {
    const fitting = this.#free.findIndex(memory => memory.length >= byteLength);
    // What is too small makes room for what is not.
    const [taken] = this.#free.splice(Math.max(0, fitting), 1);
    return taken !== undefined && fitting >= 0 ? taken : this.#allocate(byteLength);
  }

  give(memory: Uint8Array): void {
    this.#free.push(memory);
  }

  clear(): void {
    this.#free = [];
  }
}

/** Where a box is read into. */
export interface BoxMemory {
  readonly scratch: Scratch;
  /** Whether results are written over later. */
  readonly isKept: boolean;
  /** Room for a result of any content. */
  result(byteLength: number): Uint8Array;
}

/** Memory for one box, whose result lasts. */
export function freshMemory(): BoxMemory {
  return {
    scratch: new Scratch(),
    isKept: false,
    result: byteLength => new Uint8Array(byteLength),
  };
}

/** Memory for many boxes, one after the other: a result lasts until `bufferCount` more are asked for. */
export function keptMemory(bufferCount: number): BoxMemory {
  return {
    scratch: new Scratch(),
    isKept: true,
    result: bufferRing(bufferCount, byteLength => new Uint8Array(byteLength)),
  };
}

/** Hands out its buffers in turn, each grown when it is too small. `allocate` may give more than is asked. */
export function bufferRing(count: number, allocate: Allocate): (byteLength: number) => Uint8Array {
  const buffers: Uint8Array[] = [];
  let turn = 0;
  return byteLength => {
    const slot = turn++ % count;
    const known = buffers[slot];
    if (known !== undefined && known.length >= byteLength) return known.subarray(0, byteLength);
    buffers[slot] = allocate(byteLength);
    return buffers[slot].subarray(0, byteLength);
  };
}
