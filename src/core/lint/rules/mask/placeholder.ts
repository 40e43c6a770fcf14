import { imageContract } from '../../../contracts/image';
import { maskContract } from '../../../contracts/mask';
import { t } from '../../../l10n';
import { pairWith } from '../../pairs';
import type { LintFile, LintTensor, ValueRule } from '../../rule';
import { isKind, shapeOf, subject, tensorsOf, variableOf } from '../../subject';

/** LoadImage gives zeros of this height and width for a picture without alpha. */
const PLACEHOLDER_SIDE = 64;

export const maskPlaceholder: ValueRule = {
  id: 'mask/placeholder',
  severity: 'warning',
  title: "MASK is LoadImage's placeholder",
  description: 'An all-zero MASK of 64 x 64: what LoadImage gives for a picture without alpha.',
  fix: 'resizeMask',
  needs: 'values',
  supersedes: ['mask/size-mismatch', 'tensor/constant'],
  wants: (tensor, file) =>
    isKind(tensor, maskContract.kind) &&
    hasPlaceholderShape(tensor.header.shape) &&
    standsAlone(tensor, file),
  check(tensor, stats, file) {
    if (stats.count === 0 || stats.zeros !== stats.count) return null;
    const image = pairWith(file, tensor)?.image;
    const name = variableOf(tensor);
    const source = image ? variableOf(image) : 'image';
    return {
      tensor: tensor.header.name,
      message: image
        ? t`${subject(tensor)} is all zero ${shapeOf(tensor)} beside an IMAGE ${shapeOf(image)}: the placeholder that LoadImage gives for a picture without alpha, not a mask of the picture's size.`
        : t`${subject(tensor)} is all zero ${shapeOf(tensor)}: the placeholder that LoadImage gives for a picture without alpha, not a mask of the picture's size.`,
      found: t`all zero, ${shapeOf(tensor)}`,
      expected: t("a MASK of the IMAGE's height and width"),
      why: t(
        'Nodes that do not resize masks raise "The size of tensor a (768) must match the size of tensor b (64)".',
      ),
      torch: `${name} = torch.zeros(${source}.shape[:3], dtype=torch.float32)`,
    };
  },
};

/** Whether a shape is the placeholder's, so that only its values can tell. */
export function hasPlaceholderShape(shape: readonly number[]): boolean {
  return shape.length === 3 && shape[1] === PLACEHOLDER_SIDE && shape[2] === PLACEHOLDER_SIDE;
}

/** Beside an IMAGE of its own size it is a mask like any other; a decoded picture's is by design. */
function standsAlone(tensor: LintTensor, file: LintFile): boolean {
  if (file.format === 'image') return false;
  const pair = pairWith(file, tensor);
  if (!pair) return tensorsOf(file, imageContract.kind).length === 0;
  return pair.imageSize.height !== PLACEHOLDER_SIDE || pair.imageSize.width !== PLACEHOLDER_SIDE;
}
