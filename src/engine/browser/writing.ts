import { joinBytes } from '../../core/bytes/joinBytes';
import type { ByteSink } from '../../core/writers/writer';
import type { StagedFile, Writing } from '../platform';

/** Writes one file whole. */
type Deliver = (path: string, bytes: Uint8Array) => Promise<void>;

let deliver: Deliver = async path => {
  throw new Error(`Nobody writes ${path}`);
};

/** Says who writes: the host, by its workspace. */
export function deliverBy(given: Deliver): void {
  deliver = given;
}

/** What is whole and has not been written yet, by its temporary name. */
const held = new Map<string, Uint8Array>();
let lastNumber = 0;

/** Files are made in memory, and written whole by the host once the last of them is there. */
export const writing: Writing = {
  async atomicWrite(path, write, { overwrite, onProgress }, signal) {
    const staged = await writing.stageFile(path, write, onProgress, signal);
    await writing.giveNames([staged], overwrite);
    return staged.byteLength;
  },
  async stageFile(path, write, onProgress, signal) {
    signal?.throwIfAborted();
    const sink = memorySink(onProgress);
    await write(sink);
    const bytes = sink.bytes();
    const temporary = `${path} ${++lastNumber}`;
    held.set(temporary, bytes);
    return { path, temporary, byteLength: bytes.length };
  },
  async giveNames(staged) {
    for (const { path, temporary } of staged) await deliver(path, held.get(temporary)!);
    forget(staged);
  },
  discardStaged: async staged => forget(staged),
  demandTarget: async () => {},
  removeLeftovers: async () => {},
};

function forget(staged: readonly StagedFile[]): void {
  for (const { temporary } of staged) held.delete(temporary);
}

/** Pieces in order, and pieces at places of their own, as a file takes them. */
function memorySink(onProgress: (doneBytes: number) => void = () => {}) {
  const pieces: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let position = 0;
  let doneBytes = 0;
  const put = (at: number, bytes: Uint8Array) => {
    // The writer may use its memory again.
    pieces.push({ at, bytes: bytes.slice() });
    position = Math.max(position, at + bytes.length);
    doneBytes += bytes.length;
    onProgress(doneBytes);
  };
  const sink: ByteSink = {
    write: async bytes => put(position, bytes),
    writeAt: async (at, bytes) => put(at, bytes),
  };
  const bytes = () => {
    const isInOrder = pieces.every(({ at }, i) => {
      const before = pieces[i - 1];
      return at === (before ? before.at + before.bytes.length : 0);
    });
    if (isInOrder) return joinBytes(pieces.map(piece => piece.bytes));
    const whole = new Uint8Array(position);
    for (const piece of pieces) whole.set(piece.bytes, piece.at);
    return whole;
  };
  return { ...sink, bytes };
}
