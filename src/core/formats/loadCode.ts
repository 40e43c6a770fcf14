import type { AxisRange } from '../tensor/slice';
import { hasEnding } from './format';
import { INDEX_ENDING } from './shards';

/** A part of a tensor as Python is to load it. */
export interface LoadedPart {
  /** Where the file lies, as the disk writes it. */
  readonly path: string;
  /** What its format is called. */
  readonly format: string;
  readonly tensor: string;
  readonly shape: readonly number[];
  /** One for each axis; a dropped one is gone from the result. */
  readonly ranges: readonly AxisRange[];
  /** Rows and columns change places: the two axes that are left. */
  readonly isTurned: boolean;
}

/**
 * Python that loads a part of a tensor, and reads no more of the file than the format lets it; null for a format
 * that the usual libraries do not read.
 */
export function loadCode(part: LoadedPart): string | null {
  const write = WRITERS[part.format];
  if (!write) return null;
  return write(part, JSON.stringify(part.path), indexOf(part) + (part.isTurned ? '.T' : ''));
}

type Write = (part: LoadedPart, path: string, index: string) => string;

const WRITERS: Readonly<Record<string, Write>> = {
  safetensors: (part, path, index) =>
    hasEnding(part.path, [INDEX_ENDING])
      ? lines(
          'import json',
          'from pathlib import Path',
          'from safetensors import safe_open',
          '',
          `index = Path(${path})`,
          `name = ${JSON.stringify(part.tensor)}`,
          'shard = index.parent / json.loads(index.read_text("utf-8"))["weight_map"][name]',
          'with safe_open(shard, framework="pt") as f:',
          `    part = ${slice(part, index, 'name')}`,
        )
      : lines(
          'from safetensors import safe_open',
          '',
          `with safe_open(${path}, framework="pt") as f:`,
          `    part = ${slice(part, index, JSON.stringify(part.tensor))}`,
        ),
  npy: (_, path, index) =>
    lines('import numpy as np', '', `part = np.load(${path}, mmap_mode="r")${index}`),
  npz: ({ tensor }, path, index) =>
    lines(
      'import numpy as np',
      '',
      `with np.load(${path}) as data:`,
      `    part = data[${JSON.stringify(tensor)}]${index}  # NumPy reads this array whole`,
    ),
  torch: ({ tensor }, path, index) => {
    const isNested = /[.]|^\d+$/.test(tensor);
    const key = tensor === '' ? '' : `[${JSON.stringify(tensor)}]`;
    const found = isNested ? `part_of(loaded, ${JSON.stringify(tensor)})` : `loaded${key}`;
    return lines(
      'import torch',
      '',
      ...(isNested ? PART_OF : []),
      `loaded = torch.load(${path}, map_location="cpu", mmap=True, weights_only=True)`,
      `part = ${found}${index}`,
    );
  },
};

/** A dotted name may be one key or several: both are tried. */
const PART_OF = [
  'def part_of(value, name):',
  '    if torch.is_tensor(value):',
  '        return value if name == "" else None',
  '    parts = value.items() if isinstance(value, dict) else enumerate(value)',
  '    for key, child in parts if isinstance(value, (dict, list, tuple)) else ():',
  '        if f"{name}.".startswith(f"{key}."):',
  '            found = part_of(child, name[len(str(key)) + 1 :])',
  '            if found is not None:',
  '                return found',
  '',
];

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** All of a tensor is read at once; a scalar has no slice. */
function slice({ shape, ranges }: LoadedPart, index: string, name: string): string {
  const isAll = ranges.every((range, axis) => isWhole(range, shape[axis]));
  return isAll ? `f.get_tensor(${name})${index}` : `f.get_slice(${name})${index}`;
}

/** `[0, :156]`; nothing where all of the tensor is meant. */
function indexOf({ shape, ranges }: LoadedPart): string {
  const entries = ranges.map((range, axis) => {
    if (range.dropped) return String(range.start);
    if (isWhole(range, shape[axis])) return ':';
    const end = range.start + range.count;
    return `${range.start || ''}:${end === shape[axis] ? '' : end}`;
  });
  while (entries.at(-1) === ':') entries.pop();
  return entries.length === 0 ? '' : `[${entries.join(', ')}]`;
}

function isWhole({ count, dropped }: AxisRange, size: number | undefined): boolean {
  return count === size && !dropped;
}
