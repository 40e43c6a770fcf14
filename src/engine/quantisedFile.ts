import { mayBeQuantised } from '../core/models/quantised/hint';
import type { Quantised } from '../core/models/quantised/quantised';
import type { TensorFile } from '../core/tensor/tensor';
import type { QuantisedInfo, Reading } from '../protocol/engineMethods';

/** Of a file that has no quantised weights. */
export const NOTHING_QUANTISED: Quantised = { weights: [], missing: [] };

/** One file of several that hold a model: what it lacks may be in another. */
const SHARD = /-\d{5}-of-\d{5}\.\w+$/;

/** A file's quantised weights, and the file with what is missing of them among its problems. */
export async function quantisedOf(
  file: TensorFile,
  name: string,
  signal?: AbortSignal,
): Promise<{ readonly file: TensorFile; readonly quantised: Quantised }> {
  if (!mayBeQuantised(file.tensors)) return { file, quantised: NOTHING_QUANTISED };
  const { readQuantised } = await import('../core/models/quantised/quantised');
  const quantised = await readQuantised(file, signal);
  if (SHARD.test(name)) return { file, quantised };
  const problems = quantised.missing.map(({ tensor, message }) => ({
    rule: 'model/scale-missing' as const,
    tensor: file.tensors[tensor]!.name,
    message,
  }));
  return { file: { ...file, problems: [...file.problems, ...problems] }, quantised };
}

/** A file as it is read: each quantised weight in its place and under its name, as codes or as real values. */
export function readAs(reading: Reading, file: TensorFile, { weights }: Quantised): TensorFile {
  if (reading === 'stored' || weights.length === 0) return file;
  const tensors = [...file.tensors];
  for (const { index, real } of weights)
    if (real) tensors[index] = { ...real, name: tensors[index]!.name };
  return { ...file, tensors };
}

/** What lists and views say of the quantised weights, by the index of their tensor. */
export function quantisedInfo({
  quantised,
}: {
  readonly quantised: Quantised;
}): ReadonlyMap<number, QuantisedInfo> {
  return new Map(
    quantised.weights.map(({ index, title, real, note = null, reason = null }) => [
      index,
      { title, shape: real?.shape ?? null, note: reason ?? note },
    ]),
  );
}
