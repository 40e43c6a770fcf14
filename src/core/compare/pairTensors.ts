import type { Tensor, TensorFile } from '../tensor/tensor';
import { haveSameBytes } from './compareTensors';

/** Tensors of two files, side by side: one side alone where a name has no partner. */
export interface TensorPair {
  readonly name: string;
  readonly a?: Tensor;
  readonly b?: Tensor;
  /** The name on the first side, where it is another: the same bits under a new name. */
  readonly from?: string;
}

/** Same-bits candidates that are read for one tensor at most. */
const MAX_CANDIDATES = 8;

/**
 * Pairs by name; the one tensor of an `.npy` with the one of the other side, whatever its name; and what is
 * left on both sides with the same dtype, shape and bits. In the order of the first file, then the second's.
 */
export async function pairTensors(
  a: TensorFile,
  b: TensorFile,
  signal?: AbortSignal,
): Promise<TensorPair[]> {
  const isSingle = a.tensors.length === 1 && b.tensors.length === 1;
  if (isSingle && [a, b].some(({ format }) => format === 'npy')) {
    const [first, second] = [a.tensors[0]!, b.tensors[0]!];
    return [{ name: first.name || second.name, a: first, b: second }];
  }
  const byName = new Map(b.tensors.map(tensor => [tensor.name, tensor]));
  const named = new Set(a.tensors.map(({ name }) => name));
  const added = b.tensors.filter(({ name }) => !named.has(name));
  const pairs: TensorPair[] = [];
  for (const tensor of a.tensors) {
    const partner = byName.get(tensor.name);
    if (partner) pairs.push({ name: tensor.name, a: tensor, b: partner });
    else pairs.push(await renamedOrRemoved(tensor, added, signal));
  }
  return [...pairs, ...added.map(tensor => ({ name: tensor.name, b: tensor }))];
}

/** Takes the partner out of `added` where it finds one. */
async function renamedOrRemoved(
  tensor: Tensor,
  added: Tensor[],
  signal?: AbortSignal,
): Promise<TensorPair> {
  const { name, dtype, shape } = tensor;
  const candidates = added.filter(
    other => other.dtype.name === dtype.name && other.shape.join() === shape.join(),
  );
  for (const candidate of dtype.decodable ? candidates.slice(0, MAX_CANDIDATES) : [])
    if (await haveSameBytes(tensor, candidate, signal)) {
      added.splice(added.indexOf(candidate), 1);
      return { name: candidate.name, from: name, a: tensor, b: candidate };
    }
  return { name, a: tensor };
}
