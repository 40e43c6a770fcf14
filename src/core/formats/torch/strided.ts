import { memorySource } from '../../bytes/memorySource';
import { t } from '../../l10n';
import type { DType } from '../../tensor/dtype';
import { DTYPES } from '../../tensor/dtypes';
import { withoutValues } from '../../tensor/withoutValues';
import { quoted } from '../pickle/text';
import { asKind, globalKey, type PickleCall, type PickleValue } from '../pickle/value';
import { checkInside, type Geometry, parseGeometry } from './geometry';
import type { TensorLayout } from './parts';
import { withSignBits } from './signBits';
import {
  BrokenTensor,
  bytesFor,
  parseStorageId,
  type Reason,
  type StorageId,
  type StorageTable,
  UnusableTensor,
} from './storages';
import { globalDtype } from './torchDtypeNames';

/** Why the values of a tensor on the meta device are not there. */
export const META: Reason = tensor =>
  t`${tensor} was saved on the meta device: it has a shape but no values`;

const FLOAT4_PAIRS = 'torch float4_e2m1fn_x2';
const FAMILY = /^torch\._utils _rebuild_(tensor|tensor_v2|tensor_v3|qtensor)$/;

/** Whether a value is a call that makes a strided tensor on a storage. */
export function asStridedCall(value: PickleValue | undefined): PickleCall | undefined {
  const call = asKind(value, 'call');
  return call && FAMILY.test(globalKey(call.callable) ?? '') ? call : undefined;
}

/**
 * The tensor that `_rebuild_tensor`, its `_v2` and `_v3`, or `_rebuild_qtensor` describes: all four begin
 * with storage, offset, size, stride.
 * @throws BrokenTensor, UnusableTensor
 */
export function stridedLayout(call: PickleCall, storages: StorageTable): TensorLayout {
  const [storage, offset, size, stride] = call.args;
  const persistent = asKind(storage, 'persistent');
  if (!persistent) throw new BrokenTensor(tensor => t`${tensor} has no storage`);
  const id = parseStorageId(persistent);
  const stored = parseGeometry(offset, size, stride);
  const pairs = globalKey(call.args[6]) === FLOAT4_PAIRS ? inHalves(stored) : undefined;
  const geometry = pairs ?? stored;
  const dtype = pairs ? DTYPES.F4 : tensorDtype(call, id);
  if (id.location === 'meta') return layoutWithoutValues(geometry, dtype, META);
  checkInside(geometry, dtype, Math.floor((id.byteLength * 8) / dtype.bits));
  const { source, byteOffset } = storages.find(id);
  const skipped = geometry.elementCount === 0 ? 0 : (geometry.offset * dtype.bits) / 8;
  const layout: TensorLayout = {
    dtype,
    shape: geometry.shape,
    strides: geometry.strides,
    byteOffset: byteOffset + Math.floor(skipped),
    byteOrder: storages.byteOrder,
    byteLength: bytesFor(dtype, geometry.elementCount),
    source,
  };
  return withSignBits(layout, call);
}

/** torch counts bytes of two float4 values each; here, as in safetensors, each value is an element. */
function inHalves({ shape, strides, offset, elementCount }: Geometry): Geometry | undefined {
  const last = shape.length - 1;
  if (last < 0 || strides[last] !== 1) return undefined;
  return {
    shape: shape.with(last, shape[last]! * 2),
    strides: strides.map((stride, axis) => (axis === last ? 1 : stride * 2)),
    offset: offset * 2,
    elementCount: elementCount * 2,
  };
}

/** Version 3 names the dtype, the others take their storage's. */
function tensorDtype(call: PickleCall, id: StorageId): DType {
  if (!globalKey(call.callable)?.endsWith('_v3')) {
    if (id.dtype) return id.dtype;
    throw new BrokenTensor(
      tensor => t`${tensor} is on the untyped storage ${quoted(id.key)} and names no dtype`,
    );
  }
  const dtype = globalDtype(call.args[6]);
  if (dtype) return dtype;
  const key = globalKey(call.args[6]);
  if (key?.startsWith('torch '))
    throw new UnusableTensor(
      tensor =>
        t`${tensor} has the dtype ${quoted(key.replace(' ', '.'))}, which is not known here`,
    );
  throw new BrokenTensor(tensor => t`${tensor} names no dtype`);
}

/**
 * A tensor that has a form but no values: on the meta device, or in a layout that is not shown, for the
 * `reason`.
 * @throws BrokenTensor when it has more elements than any file.
 */
export function layoutWithoutValues(
  geometry: Pick<Geometry, 'shape' | 'strides' | 'elementCount'>,
  dtype: DType,
  reason: Reason,
): TensorLayout {
  const byteLength = bytesFor(dtype, geometry.elementCount);
  if (!Number.isSafeInteger(byteLength * 8))
    throw new BrokenTensor(tensor => t`${tensor} has more elements than any file can hold`);
  return {
    dtype: withoutValues(dtype, reason(t('The tensor'))),
    shape: geometry.shape,
    strides: geometry.strides,
    byteOffset: 0,
    byteOrder: 'little',
    byteLength,
    source: memorySource(new Uint8Array(0)),
  };
}
