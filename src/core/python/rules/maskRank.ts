import { maskContract } from '../../contracts/mask';
import { type LocalText, t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { Violation } from '../domain/outcome';
import type { Axis, TensorValue } from '../domain/value';
import type { SlotEvent } from '../nodes/events';
import type { Expr } from '../syntax/ast';
import { appendFix } from './fixes';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/mask-rank.md */
export const maskRank: PythonRule = {
  id: 'python/mask-rank',
  severity: 'error',
  title: 'MASK slot of the wrong rank',
  description: 'The value in a MASK slot is proved not to have three axes; two are a warning.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  const { value, output } = slot;
  return output.type === maskContract.kind && value.kind === 'tensor'
    ? checkMask(slot, value, slot.expr)
    : null;
}

function checkMask(slot: SlotEvent, value: TensorValue, node: Expr | null): Violation | null {
  const { axes } = value;
  if (axes === null || axes.length === 3) return null;
  const suffix = maskSuffix(value);
  const fix =
    suffix && slot.output.isList === false
      ? appendFix(t`To [B,H,W]: ${suffix}`, node ?? undefined, suffix)
      : undefined;
  const message = maskRankText(slotName(slot), axes, suffix);
  const found = violation(slot, message, value, fix);
  return axes.length === 2 ? { ...found, severity: 'warning' } : found;
}

function maskRankText(name: LocalText, axes: readonly Axis[], suffix: string | null): LocalText {
  const [shape, rank] = [axesText(axes), axes.length];
  if (rank === 2)
    return t`${name} gets ${shape} with ${rank} axes; a MASK is [B,H,W] with 3, and nodes that index the batch axis fail. Use \`${suffix}\`.`;
  return suffix
    ? t`${name} gets ${shape} with ${rank} axes; a MASK is [B,H,W] with 3. Use \`${suffix}\`.`
    : t`${name} gets ${shape} with ${rank} axes; a MASK is [B,H,W] with 3.`;
}

function maskSuffix({ axes }: TensorValue): string | null {
  if (axes!.length === 2) return '.unsqueeze(0)';
  if (axes!.length !== 4) return null;
  if (axes![1]!.size === 1) return '.squeeze(1)';
  return axes![3]!.size === 1 ? '.squeeze(-1)' : null;
}
