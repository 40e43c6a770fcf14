import { TensorFileError } from '../../errors';
import { type LocalText, t } from '../../l10n';
import { elementCount } from '../../tensor/slice';
import type { Tensor } from '../../tensor/tensor';
import { type ReadRange, storedNumbers } from './readRange';
import { type Block, plainGrid, type ScaleGrid } from './scaleGrid';

/** @throws TensorFileError with why codes cannot be read, naming their tensor. */
export function refuseCodes(tensor: Pick<Tensor, 'name'>, reason: LocalText): never {
  throw new TensorFileError(reason, { tensor: tensor.name });
}

/** A weight as rows and columns: the first axis, and all others together. */
export function matrixOf({ shape }: Pick<Tensor, 'shape'>): { rows: number; columns: number } {
  const rows = shape[0] ?? 1;
  return { rows, columns: rows === 0 ? 0 : elementCount(shape) / rows };
}

/** The blocks that a scale of this shape has, and its scales. @throws TensorFileError when it fits no weight like that. */
export function gridOver(
  weight: Tensor,
  scale: Tensor,
): { readonly grid: ScaleGrid; readonly block: Block } {
  const { rows, columns } = matrixOf(weight);
  const { across, block } = gridOf(scale, rows, columns) ?? unfitting(weight, scale);
  return { grid: plainGrid(storedNumbers(scale), across), block };
}

/** The side of the blocks that may be cut at the end, as DeepSeek's fp8 weights have them. */
const CUT_BLOCK = 128;

/** Rows and columns of the grid of scales, and elements that each is for along an axis. */
function gridOf(scale: Tensor, rows: number, columns: number) {
  const count = elementCount(scale.shape);
  const [first = 1, ...rest] = count === 1 ? [] : scale.shape;
  const [down, across] = [first, elementCount(rest)];
  const cut = (size: number) => Math.ceil(size / CUT_BLOCK);
  if (down === cut(rows) && across === cut(columns))
    return { across, block: { rows: CUT_BLOCK, columns: CUT_BLOCK } };
  const isWhole = down > 0 && across > 0 && rows % down === 0 && columns % across === 0;
  if (!isWhole) return undefined;
  const size = (all: number, parts: number) => Math.max(1, all / parts);
  return { across, block: { rows: size(rows, down), columns: size(columns, across) } };
}

function unfitting(weight: Tensor, scale: Tensor): never {
  return refuseCodes(
    weight,
    t`The scale "${scale.name}" has shape [${scale.shape.join(',')}], which fits no blocks of a weight of [${weight.shape.join(',')}]`,
  );
}

/** The one number of a tensor. @throws TensorFileError when it has none or several. */
export function scalar(tensor: Tensor): ReadRange {
  if (elementCount(tensor.shape) !== 1)
    refuseCodes(
      tensor,
      t`"${tensor.name}" should hold one number, its shape is [${tensor.shape.join(',')}]`,
    );
  return storedNumbers(tensor);
}

/** @throws TensorFileError when the file tells of another format than names and types do. */
export function demandFormat(weight: Tensor, told: string | undefined, wanted: string): void {
  if (told !== undefined && told !== wanted)
    refuseCodes(
      weight,
      t`"${weight.name}" is told to be "${told}", but its parts are those of "${wanted}"`,
    );
}
