import { TensorFileError } from '../errors';
import { t } from '../l10n';

/** @throws TensorFileError unless `length` bytes from `offset` lie inside `size` bytes. */
export function checkRange(size: number, offset: number, length: number): void {
  const isSound =
    Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (isSound && offset <= size - length) return;
  throw new TensorFileError(
    t`Bytes ${offset} to ${offset + length} were asked for, but there are only ${size}: the file is cut short or its header is wrong`,
    { byteOffset: offset },
  );
}
