import { TensorFileError } from '../errors';
import type { LocalText } from '../l10n';
import type { DType } from './dtype';

/** A dtype whose tensors are listed though their values cannot be shown, with the reason. */
export function withoutValues(dtype: DType, reason: LocalText): DType {
  const refuse = (): never => {
    throw new TensorFileError(reason, {}, { rule: 'file/unknown-dtype' });
  };
  return { ...dtype, decodable: false, toNumbers: refuse, fromNumbers: refuse, toText: refuse };
}
