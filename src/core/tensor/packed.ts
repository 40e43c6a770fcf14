import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { gatherNibbles } from './stridedRead/gather';
import { isContiguous, planLimits, runJobs } from './stridedRead/jobs';
import { type BoxAxis, planBox } from './stridedRead/plan';
import type { Tensor } from './tensor';

/** Bytes that `count` elements of a tensor take when written compactly. */
export function compactBytes(tensor: Pick<Tensor, 'dtype'>, count: number): number {
  return Math.ceil((count * tensor.dtype.bits) / 8);
}

/** 4-bit elements by their nibbles; 6-bit ones only whole and in order, as their packing is not defined. */
export async function readPacked(
  tensor: Tensor,
  axes: readonly BoxAxis[],
  first: number,
  count: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { bits } = tensor.dtype;
  const length = compactBytes(tensor, count);
  const wholeBytes = (first * bits) % 8 === 0 && (count * bits) % 8 === 0;
  if (isContiguous(axes) && wholeBytes) {
    return tensor.source.read(tensor.byteOffset + (first * bits) / 8, length, signal);
  }
  if (bits !== 4) {
    throw new TensorFileError(
      t`Tensor "${tensor.name}" is ${tensor.dtype.name}, whose packing is not defined: it can be copied whole, not in parts`,
      { tensor: tensor.name },
      { rule: 'file/unknown-dtype' },
    );
  }
  const result = new Uint8Array(length);
  const jobs = planBox(first, 0, axes, planLimits(0.5, 1));
  await runJobs(jobs, 0.5, signal, async job => {
    const start = Math.floor(job.base / 2);
    const end = Math.ceil((job.base + job.runSpan) / 2);
    const bytes = await tensor.source.read(tensor.byteOffset + start, end - start, signal);
    gatherNibbles(job, bytes, start * 2, result);
  });
  return result;
}

/**
 * Joins runs of 4-bit elements, each starting in the low half of its first byte, into one: a run of odd
 * length leaves half a byte that the next one fills.
 */
export class NibbleJoiner {
  #pending: number | undefined;

  /** The whole bytes that `bytes` with `count` elements completes. */
  add(bytes: Uint8Array, count: number): Uint8Array {
    if (this.#pending === undefined && count % 2 === 0) return bytes;
    const codes = this.#pending === undefined ? [] : [this.#pending];
    for (let i = 0; i < count; i++) codes.push((bytes[i >> 1]! >> (i % 2 ? 4 : 0)) & 15);
    this.#pending = codes.length % 2 ? codes.pop() : undefined;
    return Uint8Array.from(
      { length: codes.length / 2 },
      (_, i) => codes[2 * i]! | (codes[2 * i + 1]! << 4),
    );
  }

  /** The last half byte, in the low half of a byte. */
  end(): Uint8Array {
    return this.#pending === undefined ? new Uint8Array(0) : Uint8Array.of(this.#pending);
  }
}
