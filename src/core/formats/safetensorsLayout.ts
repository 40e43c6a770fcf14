import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import type { FileProblem } from '../tensor/tensor';
import type { HeaderEntry, SafetensorsHeader } from './safetensorsHeader';

/** A hostile header can break one rule a million times; this many are told one by one. */
const MAX_PROBLEMS_PER_RULE = 100;
const MAX_U64 = 2n ** 64n - 1n;

/** @throws TensorFileError unless shape, dtype and byte range of an entry agree. */
export function checkEntry(entry: HeaderEntry, dataOffset: number): void {
  const bits = entryBits(entry);
  if (entry.end >= entry.begin && bits === (entry.end - entry.begin) * 8) return;
  throw new TensorFileError(disagreement(entry, bits), {
    tensor: entry.name,
    byteOffset: dataOffset + entry.begin,
  });
}

function disagreement(entry: HeaderEntry, bits: number | undefined): LocalText {
  const { name, begin, end } = entry;
  const [shape, dtype] = [`[${entry.shape.join(', ')}]`, entry.dtype.name];
  if (end < begin)
    return t`Tensor "${name}" ends at byte ${end} of the data, before its start at ${begin}`;
  if (bits === undefined)
    return t`Tensor "${name}" of shape ${shape} and dtype ${dtype} is larger than any file`;
  return bits % 8 === 0
    ? t`Tensor "${name}" of shape ${shape} and dtype ${dtype} takes ${bits / 8} bytes, but its range holds ${end - begin}`
    : t`Tensor "${name}" of shape ${shape} and dtype ${dtype} takes ${bits} bits, which are not whole bytes`;
}

/** Bits that an entry takes; undefined when a product on the way overflows 64 bits, as the reference checks it. */
function entryBits(entry: HeaderEntry): number | undefined {
  let product = entry.dtype.bits;
  let largest = entry.dtype.bits;
  for (const size of entry.shape) {
    product *= size;
    largest *= Math.max(1, size);
  }
  if (largest <= Number.MAX_SAFE_INTEGER) return product;
  let exact = 1n;
  for (const size of entry.shape) {
    exact *= BigInt(size);
    if (exact > MAX_U64) return undefined;
  }
  exact *= BigInt(entry.dtype.bits);
  return exact > MAX_U64 ? undefined : Number(exact);
}

/**
 * What the reference refuses because bytes are astray, though each tensor can be trusted by itself: gaps,
 * overlaps, trailing bytes, a file cut short; and what it takes though it costs: misaligned tensors.
 */
export function layoutProblems(header: SafetensorsHeader, fileBytes: number): FileProblem[] {
  const { dataOffset } = header;
  const dataBytes = fileBytes - dataOffset;
  const sorted = inFileOrder(header.entries);
  const problems = new ProblemList();
  let reached = 0;
  let last = '';
  for (const { name, begin, end } of sorted) {
    const byteOffset = dataOffset + begin;
    if (begin > reached) {
      problems.add({
        rule: 'file/gap',
        tensor: name,
        byteOffset: dataOffset + reached,
        message: t`${begin - reached} bytes before tensor "${name}" belong to no tensor: other readers refuse the file`,
      });
    } else if (begin < reached) {
      problems.add({
        rule: 'file/overlap',
        tensor: name,
        byteOffset,
        message: t`Tensor "${name}" starts inside tensor "${last}": other readers refuse the file`,
      });
    }
    if (end > dataBytes) problems.add(cutTensor(name, dataOffset + end, fileBytes));
    if (end >= reached) last = name;
    reached = Math.max(reached, end);
  }
  if (reached < dataBytes) problems.add(trailing(dataOffset + reached, dataBytes - reached));
  return [...problems.list(), ...misaligned(header)];
}

/** Entries by their place; nearly every file lists them so already. */
function inFileOrder(entries: readonly HeaderEntry[]): readonly HeaderEntry[] {
  let last = { begin: 0, end: 0 };
  for (const entry of entries) {
    if (entry.begin < last.begin || (entry.begin === last.begin && entry.end < last.end)) {
      return entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
    }
    last = entry;
  }
  return entries;
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
    message: t`${count} bytes after the last tensor belong to no tensor: other readers refuse the file`,
  };
}

function misaligned({ entries, dataOffset }: SafetensorsHeader): FileProblem[] {
  let first: HeaderEntry | undefined;
  let count = 0;
  for (const entry of entries) {
    const { begin, end, dtype } = entry;
    const width = dtype.kind === 'complex' ? dtype.bits / 16 : dtype.bits / 8;
    if (end === begin || width <= 1 || (dataOffset + begin) % width === 0) continue;
    first ??= entry;
    count++;
  }
  if (!first) return [];
  return [
    {
      rule: 'file/misaligned',
      tensor: first.name,
      byteOffset: dataOffset + first.begin,
      message:
        count > 1
          ? t`Tensor "${first.name}" and ${count - 1} others start off a multiple of the element size: readers must copy before they can use it`
          : t`Tensor "${first.name}" starts off a multiple of the element size: readers must copy before they can use it`,
    },
  ];
}

/** Keeps the first problems of each rule and counts the rest. */
class ProblemList {
  readonly #kept: FileProblem[] = [];
  readonly #counts = new Map<FileProblem['rule'], number>();

  add(problem: FileProblem): void {
    const count = (this.#counts.get(problem.rule) ?? 0) + 1;
    this.#counts.set(problem.rule, count);
    if (count <= MAX_PROBLEMS_PER_RULE) this.#kept.push(problem);
  }

  list(): FileProblem[] {
    const rest = [...this.#counts]
      .filter(([, count]) => count > MAX_PROBLEMS_PER_RULE)
      .map(([rule, count]) => ({
        rule,
        message: t`${count - MAX_PROBLEMS_PER_RULE} more tensors have the same problem`,
      }));
    return [...this.#kept, ...rest];
  }
}
