import type { ByteSource } from '../../bytes/byteSource';
import { checkRange } from '../../bytes/checkRange';
import { TensorFileError } from '../../errors';
import { mark, t } from '../../l10n';
import { readBox } from '../../tensor/read';
import type { Tensor } from '../../tensor/tensor';
import { quoted } from '../pickle/text';
import { asKind, globalKey, type PickleCall, type PickleValue } from '../pickle/value';
import { compactStrides, countElements, parseCounts } from './geometry';
import { MAX_DENSE_BYTES } from './limits';
import type { Part, Rebuilder, TensorLayout } from './parts';
import { BrokenTensor, bytesFor, type Reason, type StorageTable, UnusableTensor } from './storages';
import { asStridedCall, layoutWithoutValues, stridedLayout } from './strided';

const INDEX_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['torch.sparse_coo', ['indices']],
  ['torch.sparse_csr', ['crow_indices', 'col_indices']],
  ['torch.sparse_csc', ['ccol_indices', 'row_indices']],
  ['torch.sparse_bsr', ['crow_indices', 'col_indices']],
  ['torch.sparse_bsc', ['ccol_indices', 'row_indices']],
]);

/** `(layout, (indices..., values, size[, is_coalesced]))`: the whole, then its parts. */
const sparse: Rebuilder = (call, storages) => {
  const layout = layoutName(call.args[0]);
  const data = asKind(call.args[1], 'tuple')?.items ?? [];
  const keys = INDEX_KEYS.get(layout);
  if (!keys)
    throw new UnusableTensor(
      tensor => t`${tensor} is sparse in the layout ${layout}, which is not shown`,
    );
  const shape = parseCounts(data[keys.length + 1]);
  const parts: Part[] = [{ kind: 'note', text: t`${layout}, shape [${shape}]` }];
  const values = asStridedCall(data[keys.length]);
  const indices = asStridedCall(data[0]);
  // Values that are made in some other way can still be shown as parts.
  if (values && indices)
    parts.push({ kind: 'tensor', ...wholeLayout(layout, shape, indices, values, storages) });
  [...keys, 'values'].forEach((key, i) => {
    if (data[i] !== undefined) parts.push({ kind: 'value', key, value: data[i]! });
  });
  return parts;
};

/** Calls by `module name`; files of torch 1.8 to 1.12 use the second for CSR. */
export const SPARSE_REBUILDERS: ReadonlyMap<string, Rebuilder> = new Map([
  ['torch._utils _rebuild_sparse_tensor', sparse],
  ['torch._utils _rebuild_sparse_csr_tensor', sparse],
]);

/** The name in `torch.serialization._get_layout('torch.sparse_coo')`, or of the global itself. */
function layoutName(value: PickleValue | undefined): string {
  const call = asKind(value, 'call');
  const name = call ? call.args[0] : globalKey(value)?.replace(' ', '.');
  return typeof name === 'string' ? quoted(name) : 'none';
}

function wholeLayout(
  layout: string,
  shape: number[],
  indices: PickleCall,
  values: PickleCall,
  storages: StorageTable,
): { layout: TensorLayout; hidden?: Reason } {
  const valuesLayout = stridedLayout(values, storages);
  const { dtype } = valuesLayout;
  const elementCount = countElements(shape);
  const geometry = { shape, strides: compactStrides(shape), elementCount };
  const byteLength = bytesFor(dtype, elementCount);
  const isShown =
    layout === 'torch.sparse_coo' && byteLength <= MAX_DENSE_BYTES && dtype.bits % 8 === 0;
  const hidden: Reason = tensor => t`${tensor} is ${layout} and shown by its parts`;
  const withoutValues = layoutWithoutValues(geometry, dtype, hidden);
  if (!isShown || !dtype.decodable) return { layout: withoutValues, hidden };
  const parts = {
    indices: { ...stridedLayout(indices, storages), name: 'indices' },
    values: { ...valuesLayout, name: 'values' },
  };
  checkParts(parts.indices, parts.values, shape);
  const source = denseSource(parts.indices, parts.values, shape, byteLength);
  return { layout: { ...withoutValues, dtype, source } };
}

/** Indices are [sparse axes, count], values [count, ...dense axes]. */
function checkParts(indices: Tensor, values: Tensor, shape: readonly number[]): void {
  const [axes = -1, count] = indices.shape;
  const dense = shape.slice(axes);
  const isSound =
    indices.dtype.name === 'I64' &&
    indices.shape.length === 2 &&
    axes <= shape.length &&
    values.shape[0] === count &&
    values.shape.length === dense.length + 1 &&
    dense.every((size, i) => values.shape[i + 1] === size);
  if (!isSound)
    throw new BrokenTensor(
      tensor =>
        t`${tensor} is sparse with shape [${shape}], but its indices have [${indices.shape}] and its values [${values.shape}]`,
    );
}

/** Zeros with the values in their places; made whole at the first read (at most MAX_DENSE_BYTES). */
function denseSource(
  indices: Tensor,
  values: Tensor,
  shape: readonly number[],
  byteLength: number,
): ByteSource {
  let dense: Promise<Uint8Array> | undefined;
  return {
    size: byteLength,
    read: async (offset, length, signal) => {
      checkRange(byteLength, offset, length);
      if (!dense) {
        dense = scatter(indices, values, shape, byteLength);
        // A failed read is tried again by whoever asks next.
        dense.catch(() => {
          dense = undefined;
        });
      }
      const bytes = await dense;
      signal?.throwIfAborted();
      return bytes.subarray(offset, offset + length);
    },
    close: async () => {},
  };
}

async function scatter(
  indices: Tensor,
  values: Tensor,
  shape: readonly number[],
  byteLength: number,
): Promise<Uint8Array> {
  const [axes = 0, count = 0] = indices.shape;
  if (count * axes * 8 > MAX_DENSE_BYTES || values.byteLength > MAX_DENSE_BYTES)
    throw new TensorFileError(
      t('A sparse tensor has too many values to be shown whole; see its parts'),
    );
  const places = await readWhole(indices);
  const view = new DataView(places.buffer, places.byteOffset, places.byteLength);
  const data = await readWhole(values);
  const rowBytes = count === 0 ? 0 : values.byteLength / count;
  const strides = compactStrides(shape.slice(0, axes));
  const result = new Uint8Array(byteLength);
  const taken = new Uint8Array(rowBytes === 0 ? 0 : byteLength / rowBytes);
  for (let i = 0; i < count && rowBytes > 0; i++) {
    let row = 0;
    for (let axis = 0; axis < axes; axis++) {
      const index = Number(view.getBigInt64((axis * count + i) * 8, true));
      if (!(index >= 0 && index < shape[axis]!))
        throw new TensorFileError(
          t`A sparse tensor has index ${index} on axis ${axis} of size ${shape[axis]}`,
        );
      row += index * strides[axis]!;
    }
    if (taken[row]) throw new TensorFileError(t(UNCOALESCED));
    taken[row] = 1;
    result.set(data.subarray(i * rowBytes, (i + 1) * rowBytes), row * rowBytes);
  }
  return result;
}

const UNCOALESCED = mark(
  'A sparse tensor has several values for one place (it is not coalesced); see its parts',
);

function readWhole(tensor: Tensor): Promise<Uint8Array> {
  return readBox(
    tensor,
    tensor.shape.map(count => ({ start: 0, count, step: 1 })),
  );
}
