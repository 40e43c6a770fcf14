import { type MaskPair, pairsIn } from '../../pairs';
import type { Draft, HeaderRule } from '../../rule';
import { shapeOf, subject, variableOf } from '../../subject';
import { hasPlaceholderShape } from './placeholder';

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
  const hint = swapped
    ? '; height and width are swapped'
    : hasPlaceholderShape(mask.header.shape)
      ? "; 64 x 64 is the size of LoadImage's placeholder"
      : '';
  const found = `${maskSize.height} x ${maskSize.width}`;
  const expected = `${imageSize.height} x ${imageSize.width}`;
  return {
    tensor: mask.header.name,
    message: `${subject(mask)} is ${found} (height x width), but its IMAGE ${subject(image)} ${shapeOf(image)} is ${expected}: nodes that do not resize masks fail${hint}.`,
    found,
    expected,
    why: 'Blending raises "The size of tensor a must match the size of tensor b".',
    torch: swapped
      ? `${name} = ${name}.transpose(-1, -2)`
      : `${name} = torch.nn.functional.interpolate(${name}.reshape(-1, 1, ${maskSize.height}, ${maskSize.width}), size=(${imageSize.height}, ${imageSize.width}), mode="bilinear").squeeze(1)`,
    ...(swapped ? { fix: null } : {}),
  };
}
