import { contractOf } from '../../../contracts/index';
import { countText } from '../../../countText';
import { type LocalText, t } from '../../../l10n';
import type { TensorStats } from '../../../tensor/stats';
import type { LintFile, LintTensor, ValueRule } from '../../rule';
import { subject } from '../../subject';
import { notFiniteCount } from '../../valueFacts';

export const tensorConstant: ValueRule = {
  id: 'tensor/constant',
  severity: 'hint',
  title: 'Tensor is constant',
  description: 'Every element is equal, and there are more than one.',
  needs: 'values',
  wants: mayNotBeConstant,
  check(tensor, stats) {
    if (!isConstant(stats)) return null;
    return {
      tensor: tensor.header.name,
      message: t`Every one of the ${countText(stats.count)} elements of ${name(tensor)} is ${stats.min}; values that differ were expected, as a constant often means that a step before it failed.`,
      found: t`every element is ${stats.min}`,
      expected: t('values that differ'),
      why: t(
        'A black picture, a mask that selects nothing or a buffer that was never written look like this.',
      ),
    };
  },
};

/** Constant on purpose: norm weights and biases of models, empty latents, masks that we decoded. */
function mayNotBeConstant(tensor: LintTensor, file: LintFile): boolean {
  if (isUsuallyConstant(tensor) || file.format === 'image') return false;
  return !file.isCheckpointName(tensor.header.name) && tensor.header.shape.some(size => size > 1);
}

function isUsuallyConstant({ classification: { kind } }: LintTensor): boolean {
  return kind !== null && contractOf(kind).mayBeConstant === true;
}

function isConstant(stats: TensorStats): boolean {
  return (
    stats.count > 1 && notFiniteCount(stats) === 0 && stats.min !== null && stats.min === stats.max
  );
}

function name(tensor: LintTensor): LocalText {
  return tensor.header.name === '' ? t('the tensor') : subject(tensor);
}
