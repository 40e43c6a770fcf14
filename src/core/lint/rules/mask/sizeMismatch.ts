import { type LocalText, t, verbatim } from '../../../l10n';
import { type MaskPair, pairsIn } from '../../pairs';
import type { Draft, HeaderRule, LintTensor } from '../../rule';
import { shapeOf, subject, variableOf } from '../../subject';
import { hasPlaceholderShape } from './placeholder';

/** docs/rules/mask/size-mismatch.md */
export const maskSizeMismatch: HeaderRule = {
  id: 'mask/size-mismatch',
  severity: 'error',
  title: 'MASK and IMAGE differ in size',
  description: 'Height or width of a MASK differ from the IMAGE that it is paired with.',
  fix: 'resizeMask',
  needs: 'headers',
  check: file => pairsIn(file).flatMap(pair => sizeMismatch(pair) ?? []),
};

/** The finding for one pair; null when the sizes agree. */
export function sizeMismatch({ mask, image, maskSize, imageSize }: MaskPair): Draft | null {
  if (maskSize.height === imageSize.height && maskSize.width === imageSize.width) return null;
  const name = variableOf(mask);
  const swapped = maskSize.height === imageSize.width && maskSize.width === imageSize.height;
  const found = verbatim(`${maskSize.height} x ${maskSize.width}`);
  const expected = verbatim(`${imageSize.height} x ${imageSize.width}`);
  return {
    tensor: mask.header.name,
    message: messageOf({ mask, image, found, expected, swapped }),
    found,
    expected,
    why: t('Blending raises "The size of tensor a must match the size of tensor b".'),
    torch: swapped
      ? `${name} = ${name}.transpose(-1, -2)`
      : `${name} = torch.nn.functional.interpolate(${name}.reshape(-1, 1, ${maskSize.height}, ${maskSize.width}), size=(${imageSize.height}, ${imageSize.width}), mode="bilinear").squeeze(1)`,
    ...(swapped ? { fix: null } : {}),
  };
}

function messageOf(sizes: {
  readonly mask: LintTensor;
  readonly image: LintTensor;
  readonly found: LocalText;
  readonly expected: LocalText;
  readonly swapped: boolean;
}): LocalText {
  const { mask, image, found, expected, swapped } = sizes;
  const [of, its, shape] = [subject(mask), subject(image), shapeOf(image)];
  if (swapped)
    return t`${of} is ${found} (height x width), but its IMAGE ${its} ${shape} is ${expected}: nodes that do not resize masks fail; height and width are swapped.`;
  if (hasPlaceholderShape(mask.header.shape))
    return t`${of} is ${found} (height x width), but its IMAGE ${its} ${shape} is ${expected}: nodes that do not resize masks fail; 64 x 64 is the size of LoadImage's placeholder.`;
  return t`${of} is ${found} (height x width), but its IMAGE ${its} ${shape} is ${expected}: nodes that do not resize masks fail.`;
}
