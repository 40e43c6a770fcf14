import type { Tensor } from '../../tensor/tensor';
import type { PickleCall, PickleValue } from '../pickle/value';
import type { Reason, StorageTable } from './storages';

/** A tensor but for its name. */
export type TensorLayout = Omit<Tensor, 'name'>;

/** What a rebuilding call turns into; `key` joins the path, and without it the part has the call's own. */
export type Part =
  | {
      readonly kind: 'tensor';
      readonly key?: string;
      readonly layout: TensorLayout;
      /** Why its values cannot be shown, when they cannot. */
      readonly hidden?: Reason;
    }
  /** Something to walk on into. */
  | { readonly kind: 'value'; readonly key?: string; readonly value: PickleValue }
  /** Something to say in the metadata. */
  | { readonly kind: 'note'; readonly text: string };

/**
 * Reads a call that is known to describe tensors.
 * @throws BrokenTensor, UnusableTensor
 */
export type Rebuilder = (call: PickleCall, storages: StorageTable) => Part[];
