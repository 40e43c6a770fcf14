import { byteSize } from '../byteSize';
import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import type { FileProblem, Tensor } from '../tensor/tensor';
import { ProblemList } from './problemList';
import type { SafetensorsHeader } from './safetensorsHeader';

const MAX_U64 = 2n ** 64n - 1n;

/** Byte of the file after a tensor's last. */
export function endOf({ byteOffset, byteLength }: Tensor): number {
  return byteOffset + byteLength;
}

/** @throws TensorFileError unless shape, dtype and byte range of each tensor agree. */
export function checkTensors({ tensors, dataOffset }: SafetensorsHeader): void {
  // Equal shapes are one array, and what holds for one tensor holds for the next like it.
  const sound = new Map<readonly number[], Tensor>();
  for (const tensor of tensors) {
    const { dtype, shape, byteLength } = tensor;
    const before = sound.get(shape);
    if (before?.dtype === dtype && before.byteLength === byteLength) continue;
    checkTensor(tensor, dataOffset);
    sound.set(shape, tensor);
  }
}

function checkTensor(tensor: Tensor, dataOffset: number): void {
  const bits = bitsOf(tensor);
  if (tensor.byteLength >= 0 && bits === tensor.byteLength * 8) return;
  throw new TensorFileError(disagreement(tensor, bits, dataOffset), {
    tensor: tensor.name,
    byteOffset: tensor.byteOffset,
  });
}

function disagreement(tensor: Tensor, bits: number | undefined, dataOffset: number): LocalText {
  const { name, byteOffset, byteLength } = tensor;
  const [shape, dtype] = [`[${tensor.shape.join(', ')}]`, tensor.dtype.name];
  if (byteLength < 0)
    return t`Tensor "${name}" ends at byte ${endOf(tensor) - dataOffset} of the data, before its start at ${byteOffset - dataOffset}`;
  if (bits === undefined)
    return t`Tensor "${name}" of shape ${shape} and dtype ${dtype} is larger than any file`;
  return bits % 8 === 0
    ? t`Tensor "${name}" of shape ${shape} and dtype ${dtype} takes ${bits / 8} bytes, but its range holds ${byteLength}`
    : t`Tensor "${name}" of shape ${shape} and dtype ${dtype} takes ${bits} bits, which are not whole bytes`;
}

/** Bits that a tensor takes; undefined when a product on the way overflows 64 bits, as the reference checks it. */
function bitsOf({ dtype, shape }: Tensor): number | undefined {
  let product = dtype.bits;
  let largest = dtype.bits;
  for (const size of shape) {
    product *= size;
    largest *= Math.max(1, size);
  }
  if (largest <= Number.MAX_SAFE_INTEGER) return product;
  let exact = 1n;
  for (const size of shape) {
    exact *= BigInt(size);
    if (exact > MAX_U64) return undefined;
  }
  exact *= BigInt(dtype.bits);
  return exact > MAX_U64 ? undefined : Number(exact);
}

/**
 * What the reference refuses because bytes are astray, though each tensor can be trusted by itself: gaps,
 * overlaps, trailing bytes, a file cut short; and what it takes though it costs: misaligned tensors.
 */
export function layoutProblems(
  { tensors, dataOffset }: SafetensorsHeader,
  fileBytes: number,
): readonly FileProblem[] {
  if (isSeamless(tensors, dataOffset, fileBytes)) return [];
  const problems = new ProblemList();
  let reached = dataOffset;
  let last = '';
  for (const tensor of inFileOrder(tensors)) {
    const { name, byteOffset } = tensor;
    const end = endOf(tensor);
    if (byteOffset > reached) {
      problems.add({
        rule: 'file/gap',
        tensor: name,
        byteOffset: reached,
        message: t`${byteOffset - reached} bytes before tensor "${name}" belong to no tensor: other readers refuse the file`,
      });
    } else if (byteOffset < reached) {
      problems.add({
        rule: 'file/overlap',
        tensor: name,
        byteOffset,
        message: t`Tensor "${name}" starts inside tensor "${last}": other readers refuse the file`,
      });
    }
    if (end > fileBytes) problems.add(cutTensor(name, end, fileBytes));
    if (end >= reached) last = name;
    reached = Math.max(reached, end);
  }
  if (reached < fileBytes) problems.add(trailing(reached, fileBytes - reached));
  return [...problems.list(), ...misaligned(tensors)];
}

/** Whether each tensor starts where the one before it ends, aligned, up to the file's end: nearly every file does. */
function isSeamless(tensors: readonly Tensor[], dataOffset: number, fileBytes: number): boolean {
  let reached = dataOffset;
  // By its index: an iterator's results alone are as many objects as there are tensors.
  for (let i = 0; i < tensors.length; i++) {
    const { byteOffset, byteLength, dtype } = tensors[i]!;
    if (byteOffset !== reached || (byteLength > 0 && reached % dtype.swapBytes !== 0)) return false;
    reached += byteLength;
  }
  return reached === fileBytes;
}

/** Tensors by their place; nearly every file lists them so already. */
function inFileOrder(tensors: readonly Tensor[]): readonly Tensor[] {
  let last = { byteOffset: 0, byteLength: 0 };
  for (const tensor of tensors) {
    const moved = tensor.byteOffset - last.byteOffset;
    if (moved < 0 || (moved === 0 && tensor.byteLength < last.byteLength)) {
      return tensors.toSorted((a, b) => a.byteOffset - b.byteOffset || a.byteLength - b.byteLength);
    }
    last = tensor;
  }
  return tensors;
}

function cutTensor(tensor: string, endByte: number, fileBytes: number): FileProblem {
  return {
    rule: 'file/unreadable',
    tensor,
    byteOffset: fileBytes,
    message: t`Tensor "${tensor}" should end at byte ${endByte}, the file ends at byte ${fileBytes}: it is cut short, download or save it again`,
  };
}

function trailing(byteOffset: number, count: number): FileProblem {
  return {
    rule: 'file/trailing-bytes',
    byteOffset,
    message: t`${byteSize(count)} after the last tensor belong to no tensor: other readers refuse the file`,
  };
}

function misaligned(tensors: readonly Tensor[]): FileProblem[] {
  let first: Tensor | undefined;
  let count = 0;
  for (const tensor of tensors) {
    const { byteOffset, byteLength, dtype } = tensor;
    const width = dtype.swapBytes;
    if (byteLength === 0 || width <= 1 || byteOffset % width === 0) continue;
    first ??= tensor;
    count++;
  }
  if (!first) return [];
  return [
    {
      rule: 'file/misaligned',
      tensor: first.name,
      byteOffset: first.byteOffset,
      message:
        count > 1
          ? t`Tensor "${first.name}" and ${count - 1} others start off a multiple of the element size: readers must copy before they can use it`
          : t`Tensor "${first.name}" starts off a multiple of the element size: readers must copy before they can use it`,
    },
  ];
}
