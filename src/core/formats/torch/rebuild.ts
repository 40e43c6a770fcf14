import { globalKey, type PickleCall } from '../pickle/value';
import { NUMPY_REBUILDERS } from './numpyArrays';
import type { Part, Rebuilder } from './parts';
import { SPARSE_REBUILDERS } from './sparse';
import type { StorageTable } from './storages';
import { TORCH_REBUILDERS } from './torchRebuilders';

/** Every call that is known to describe tensors, by `module name`. */
const REBUILDERS: ReadonlyMap<string, Rebuilder> = new Map([
  ...TORCH_REBUILDERS,
  ...SPARSE_REBUILDERS,
  ...NUMPY_REBUILDERS,
]);

/**
 * What a call describes; undefined when tensors are not made by it.
 * @throws BrokenTensor, UnusableTensor
 */
export function rebuild(call: PickleCall, storages: StorageTable): Part[] | undefined {
  const key = globalKey(call.callable);
  return key === undefined ? undefined : REBUILDERS.get(key)?.(call, storages);
}
