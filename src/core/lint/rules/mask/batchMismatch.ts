import { t } from '../../../l10n';
import { type MaskPair, pairsIn } from '../../pairs';
import type { Draft, HeaderRule } from '../../rule';
import { shapeOf, subject, variableOf } from '../../subject';

/** docs/rules/mask/batch-mismatch.md */
export const maskBatchMismatch: HeaderRule = {
  id: 'mask/batch-mismatch',
  severity: 'warning',
  title: 'MASK and IMAGE differ in batch',
  description: 'The batch of a MASK is neither 1 nor that of the IMAGE that it is paired with.',
  fix: 'repeatBatch',
  needs: 'headers',
  check: file => pairsIn(file).flatMap(pair => batchMismatch(pair) ?? []),
};

/** The finding for one pair; null when the batches agree or the mask serves all. */
export function batchMismatch({ mask, image, maskSize, imageSize }: MaskPair): Draft | null {
  if (maskSize.batch === 1 || maskSize.batch === imageSize.batch) return null;
  const name = variableOf(mask);
  const found = t`${maskSize.batch} masks`;
  const expected = t`1 or ${imageSize.batch}, one per picture`;
  return {
    tensor: mask.header.name,
    message: t`${subject(mask)} has ${found} in ${shapeOf(mask)}, but its IMAGE ${subject(image)} has a batch of ${imageSize.batch}: nodes repeat, cut or refuse it, each in its own way.`,
    found,
    expected,
    why: t(
      'Tensors of batch 2 and 3 do not broadcast; nodes that tile pair the wrong mask with a picture.',
    ),
    torch: `${name} = comfy.utils.repeat_to_batch_size(${name}, ${imageSize.batch})`,
  };
}
