import { t } from '../../l10n';
import type { DType } from '../../tensor/dtype';
import { DTYPES } from '../../tensor/dtypes';
import { withoutValues } from '../../tensor/withoutValues';
import type { BlockType } from './block';
import { GRID_QUANTS } from './gridQuants';
import { K_QUANTS } from './kQuants';
import { SIMPLE_QUANTS } from './simpleQuants';

/** How the elements of a GGUF tensor are stored, and as which dtype they read. */
export interface GgufType {
  readonly dtype: DType;
  /** Elements that share bytes; rows are whole blocks. */
  readonly elements: number;
  /** Bytes of a block. */
  readonly bytes: number;
  readonly block?: BlockType;
}

/** ggml's plain types by their numbers (ggml.h, ggml_type). */
const PLAIN: ReadonlyMap<number, DType> = new Map([
  [0, DTYPES.F32],
  [1, DTYPES.F16],
  [24, DTYPES.I8],
  [25, DTYPES.I16],
  [26, DTYPES.I32],
  [27, DTYPES.I64],
  [28, DTYPES.F64],
  [30, DTYPES.BF16],
]);

const BLOCKS: ReadonlyMap<number, GgufType> = new Map(
  [...SIMPLE_QUANTS, ...K_QUANTS, ...GRID_QUANTS].map(block => [block.id, typeOfBlock(block)]),
);

/** Block types read as float32 under their own names: their source decodes as it is read. */
function typeOfBlock(block: BlockType): GgufType {
  const { name, elements, bytes } = block;
  const decoded: DType = { ...DTYPES.F32, name };
  const dtype = block.decode
    ? decoded
    : withoutValues(decoded, t`${name} is a type of sums in between, which ggml never decodes`);
  return { dtype, elements, bytes, block };
}

/** The type of a number in a file; undefined for one that is not known here. */
export function ggufType(id: number): GgufType | undefined {
  const dtype = PLAIN.get(id);
  return dtype ? { dtype, elements: 1, bytes: dtype.bits / 8 } : BLOCKS.get(id);
}

/** A type that ggml may have added, or has taken away: listed, values not shown. */
export function unknownType(id: number): DType {
  const name = `GGML_${id}`;
  return withoutValues(
    { ...DTYPES.U8, name, kind: 'other' },
    t`GGUF type ${id} is not known here: its values cannot be shown`,
  );
}
