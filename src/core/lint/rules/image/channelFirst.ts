import { imageContract } from '../../../contracts/image';
import { shapeText } from '../../../contracts/reading';
import { mark, t, verbatim } from '../../../l10n';
import type { Draft, HeaderRule, LintTensor } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

const WHY = mark(
  'ComfyUI reads the last axis as colour: pictures come out as stripes, or PIL refuses them.',
);

export const imageChannelFirst: HeaderRule = {
  id: 'image/channel-first',
  severity: 'error',
  title: 'IMAGE is channel first',
  description:
    'An IMAGE stored [B,C,H,W] or [C,H,W], as torch modules like it; ComfyUI is channel last.',
  fix: 'toChannelLast',
  needs: 'headers',
  check: each(imageContract, (tensor, reading) => {
    if (reading.fault === 'channel-first') return definite(tensor, reading.ambiguity !== undefined);
    return reading.ambiguity ? doubtful(tensor) : null;
  }),
};

function definite(tensor: LintTensor, ambiguous: boolean): Omit<Draft, 'tensor'> {
  const { shape } = tensor.header;
  const name = variableOf(tensor);
  const batched = shape.length === 4;
  const dim = batched ? 1 : 0;
  const last = shapeText(toLast(batched ? shape : [1, ...shape]));
  return {
    message: ambiguous
      ? t`${subject(tensor)} is channel first: ${shapeOf(tensor)} has ${shape[dim]} channels in dim ${dim}, but an IMAGE is [B,H,W,C], here ${last} (ambiguous: the last size could be the channels too).`
      : t`${subject(tensor)} is channel first: ${shapeOf(tensor)} has ${shape[dim]} channels in dim ${dim}, but an IMAGE is [B,H,W,C], here ${last}.`,
    found: verbatim(`${batched ? '[B,C,H,W]' : '[C,H,W]'} ${shapeOf(tensor)}`),
    expected: verbatim(`[B,H,W,C] ${last}`),
    why: t(WHY),
    torch: batched
      ? `${name} = ${name}.permute(0, 2, 3, 1)`
      : `${name} = ${name}.permute(1, 2, 0).unsqueeze(0)`,
    ...(ambiguous ? { fix: null } : {}),
  };
}

function doubtful(tensor: LintTensor): Omit<Draft, 'tensor'> {
  const name = variableOf(tensor);
  return {
    severity: 'info',
    message: t`${subject(tensor)} has an ambiguous shape: ${shapeOf(tensor)} could be channel last or channel first, as dim 1 and dim 3 both fit; ComfyUI reads it as [B,H,W,C].`,
    found: t`${shapeOf(tensor)}, ambiguous`,
    expected: verbatim('[B,H,W,C]'),
    why: t(WHY),
    torch: `${name} = ${name}.permute(0, 2, 3, 1)  # only if it is channel first`,
    // No mend that could be applied unasked: it would break a sound picture.
    fix: null,
  };
}

function toLast(shape: readonly number[]): readonly number[] {
  return [shape[0]!, shape[2]!, shape[3]!, shape[1]!];
}
