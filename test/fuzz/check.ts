import { TensorFileError } from '../../src/core/errors';
import type { OpenContext } from '../../src/core/formats/format';
import { openTensorFile } from '../../src/core/formats/open';
import { compactBytes } from '../../src/core/tensor/packed';
import { readBox, readChunks } from '../../src/core/tensor/read';
import { elementCount, wholeRanges } from '../../src/core/tensor/slice';
import type { Tensor, TensorFile } from '../../src/core/tensor/tensor';
import { readValues } from '../../src/core/tensor/values';

const MAX_TENSORS = 20;
const MAX_VALUES = 64;
const MAX_STREAMED_BYTES = 1024 * 1024;

/** What an input led to: refused in words, or opened and read. */
export type Outcome = 'refused' | 'opened';

/**
 * Opens an input and reads from every tensor. Whatever it is, only a TensorFileError may come.
 * @param bytes all that is read, where that is known
 * @throws whatever else comes, and an Error when something was accepted that cannot be right.
 */
export async function checkInput(
  context: OpenContext,
  bytes: Uint8Array | undefined,
): Promise<Outcome> {
  const builtins = Object.getOwnPropertyNames(Object.prototype).length;
  let file: TensorFile;
  try {
    file = await openTensorFile(context);
  } catch (error) {
    checkRefusal(error);
    return 'refused';
  }
  for (const tensor of file.tensors.slice(0, MAX_TENSORS)) await checkTensor(tensor);
  if (bytes && file.format === 'safetensors') checkSafetensors(file, bytes);
  await file.close();
  if (Object.getOwnPropertyNames(Object.prototype).length !== builtins) {
    throw new Error('Object.prototype was changed');
  }
  return 'opened';
}

function checkRefusal(error: unknown): void {
  if (!(error instanceof TensorFileError)) throw error;
  if (error.message.length === 0) throw new Error('A refusal without a reason');
}

async function checkTensor(tensor: Tensor): Promise<void> {
  const count = elementCount(tensor.shape);
  if (!tensor.shape.every(size => Number.isSafeInteger(size) && size >= 0)) {
    throw new Error(`Tensor "${tensor.name}" has the shape ${tensor.shape}`);
  }
  if (tensor.strides.length !== tensor.shape.length)
    throw new Error('Strides do not fit the shape');
  if (compactBytes(tensor, count) !== tensor.byteLength) {
    throw new Error(`Tensor "${tensor.name}" has ${tensor.byteLength} bytes for ${count} elements`);
  }
  try {
    await readValues(tensor, wholeRanges(tensor.shape), MAX_VALUES);
    const middle = tensor.shape.map(size => ({
      start: size >> 1,
      count: Math.min(1, size),
      step: 1,
    }));
    const box = await readBox(tensor, middle);
    const expected = compactBytes(tensor, elementCount(middle.map(range => range.count)));
    if (box.length !== expected)
      throw new Error(`A box of ${expected} bytes came as ${box.length}`);
    let streamed = 0;
    for await (const chunk of readChunks(tensor, wholeRanges(tensor.shape), 65536)) {
      streamed += chunk.length;
      if (streamed > MAX_STREAMED_BYTES) return;
    }
    if (streamed !== tensor.byteLength)
      throw new Error(`Streamed ${streamed} of ${tensor.byteLength}`);
  } catch (error) {
    checkRefusal(error);
  }
}

/** A file without a complaint must also be one to JSON.parse, with the same names and no byte astray. */
function checkSafetensors(file: TensorFile, bytes: Uint8Array): void {
  if (file.problems.some(problem => problem.rule !== 'file/misaligned')) return;
  const length = Number(Buffer.from(bytes).readBigUInt64LE());
  const header = JSON.parse(Buffer.from(bytes).toString('utf8', 8, 8 + length)) as object;
  const names = Object.keys(header).filter(key => key !== '__metadata__');
  if (names.length !== file.tensors.length) throw new Error('JSON.parse sees other tensors');
  const total = file.tensors.reduce((sum, tensor) => sum + tensor.byteLength, 0);
  if (8 + length + total !== bytes.length) throw new Error('Bytes are astray without a finding');
}
