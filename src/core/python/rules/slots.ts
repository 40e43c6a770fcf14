import { type LocalText, t } from '../../l10n';
import { shapeText } from '../domain/describe';
import { alternatives } from '../domain/join';
import type { State } from '../domain/state';
import type { Axis, Tensor, Value } from '../domain/value';
import type { Draft, Fix, Run } from '../interpret/context';
import { elementOf, objectOf } from '../interpret/heap';
import type { NodeClass, NodeOutput } from '../nodes/node';
import type { Expr, Span } from '../syntax/ast';
import { appendFix } from './drafts';
import { comesFromLatent, keysDroppedDraft, latentToKeep } from './latents';

/** One output slot and what a return puts into it. */
export interface Slot {
  readonly run: Run;
  readonly node: NodeClass;
  readonly state: State;
  readonly output: NodeOutput;
  readonly index: number;
  /** The expression of the slot, where it stands on its own. */
  readonly at: Expr | null;
  readonly outer: Expr;
}

const place = (slot: Slot): Span => slot.at ?? slot.outer;
const slotName = (slot: Slot): LocalText => t`output ${slot.index} (${slot.output.type})`;

/** The finding on one alternative of a slot's value, or null when it may be sound. */
export function judgeSlot(slot: Slot, value: Value): Draft | null {
  const { type, isList } = slot.output;
  if (type !== 'IMAGE' && type !== 'MASK' && type !== 'LATENT') return null;
  if (isList === null) return null;
  if (isList) return judgeListSlot(slot, value);
  const isTuple = value.kind === 'tuple' && value.shapeOf === null;
  const isPyList = value.kind === 'reference' && value.type === 'list';
  const isMany =
    value.kind === 'sequence' && value.isList && /^(tensor|pil)$/.test(value.element.kind);
  if (isTuple || isPyList || isMany) return listDraft(slot, value);
  return judgeItem(slot, value, slot.at);
}

/** `OUTPUT_IS_LIST`: ComfyUI iterates the slot, and each item must fit. */
function judgeListSlot(slot: Slot, value: Value): Draft | null {
  const element = value.kind === 'unknown' ? null : elementOf(slot.state, value);
  if (element === null) return null;
  const verdicts = alternatives(element).map(item => judgeItem(slot, item, null));
  return verdicts.every(draft => draft !== null) ? (verdicts[0] ?? null) : null;
}

function judgeItem(slot: Slot, value: Value, node: Expr | null): Draft | null {
  const { type } = slot.output;
  if ((value.kind === 'tensor' && value.library === 'numpy') || value.kind === 'pil')
    return arrayDraft(slot, value);
  if (type === 'LATENT') return judgeLatent(slot, value, node);
  if (value.kind !== 'tensor') return null;
  return type === 'IMAGE' ? judgeImage(slot, value, node) : judgeMask(slot, value, node);
}

function draft(
  slot: Slot,
  rule: Draft['rule'],
  message: LocalText,
  value: Tensor | null,
  fix?: Fix,
): Draft {
  return { rule, at: place(slot), message, steps: [value?.step ?? null], ...(fix && { fix }) };
}

function arrayDraft(slot: Slot, value: Value): Draft {
  const isReady =
    value.kind === 'tensor' &&
    slot.output.type === 'IMAGE' &&
    value.axes?.length === 4 &&
    value.dtype === 'float';
  const fix =
    isReady && slot.at
      ? {
          title: t('Return a torch tensor: torch.from_numpy(...)'),
          edits: [
            { from: slot.at.from, to: slot.at.from, newText: 'torch.from_numpy(' },
            { from: slot.at.to, to: slot.at.to, newText: ')' },
          ],
        }
      : undefined;
  return draft(
    slot,
    'python/return-array',
    value.kind === 'tensor'
      ? t`${slotName(slot)} gets a numpy array ${shapeText(value.axes)}; ComfyUI needs a torch tensor, and the next node will fail.`
      : t`${slotName(slot)} gets a PIL image; ComfyUI needs a torch tensor, and the next node will fail.`,
    value.kind === 'tensor' ? value : null,
    fix,
  );
}

function listDraft(slot: Slot, value: Value): Draft {
  const element = elementOf(slot.state, value);
  const rank = element?.kind === 'tensor' ? element.axes?.length : undefined;
  const wanted = slot.output.type === 'IMAGE' ? 4 : 3;
  const join = rank === wanted ? 'cat' : rank === wanted - 1 ? 'stack' : null;
  const isTensor =
    slot.output.type !== 'LATENT' && element?.kind === 'tensor' && element.library === 'torch';
  const fix =
    join && isTensor && slot.at
      ? {
          title: t`Make one batch: torch.${join}(..., dim=0)`,
          edits: [
            { from: slot.at.from, to: slot.at.from, newText: `torch.${join}(` },
            { from: slot.at.to, to: slot.at.to, newText: ', dim=0)' },
          ],
        }
      : undefined;
  const what = value.kind === 'tuple' ? 'tuple' : 'list';
  return draft(
    slot,
    'python/return-list',
    t`${slotName(slot)} gets a Python ${what}, and OUTPUT_IS_LIST is not set for it: the next node expects one tensor and fails on it.`,
    null,
    fix,
  );
}

function judgeImage(slot: Slot, value: Tensor, node: Expr | null): Draft | null {
  const { axes } = value;
  if (axes !== null && axes.length !== 4) return imageRankDraft(slot, value, node);
  if (axes !== null && isChannelFirst(value)) {
    return draft(
      slot,
      'python/image-channel-first',
      t`${slotName(slot)} gets ${shapeText(axes)}, channel first; ComfyUI's IMAGE is [B,H,W,C], so pictures come out as slices. Add \`.permute(0, 2, 3, 1)\`.`,
      value,
      appendFix(
        t('To channel last: .permute(0, 2, 3, 1)'),
        node ?? undefined,
        '.permute(0, 2, 3, 1)',
      ),
    );
  }
  const isBytes =
    value.range !== null && value.range[0] >= 0 && value.range[1] > 200 && value.range[1] <= 256;
  if (!isBytes) return null;
  const finding = draft(
    slot,
    'python/image-range',
    t`${slotName(slot)} holds values 0..${value.range[1]}; ComfyUI's IMAGE runs 0..1, so it saves nearly white. Divide by 255.`,
    value,
    appendFix(t('Scale to 0..1: .float() / 255.0'), node ?? undefined, '.float() / 255.0'),
  );
  return { ...finding, severity: 'warning' };
}

/** Surely `[B,C,H,W]`: by the meaning of its axes, or by sizes that fit nothing else. */
function isChannelFirst({ axes }: Tensor): boolean {
  const [, second, third, last] = axes!;
  const isSmall = (size: unknown) => size === 1 || size === 3 || size === 4;
  if (last!.role === 'C') return false;
  if (last!.role === 'W' && third!.role === 'H') return true;
  const isSecond = isSmall(second!.size) && second!.role !== 'H';
  return (
    isSecond &&
    typeof last!.size === 'number' &&
    !isSmall(last!.size) &&
    typeof third!.size === 'number'
  );
}

function imageRankDraft(slot: Slot, value: Tensor, node: Expr | null): Draft {
  const axes = value.axes!;
  const roles = axes.map(item => item.role ?? '-').join('');
  const isPicture = axes.length === 3 && /^.?HWC$|^HW-$/.test(roles);
  const isMask = roles === 'BHW';
  const suffix = isPicture
    ? '.unsqueeze(0)'
    : isMask
      ? '.unsqueeze(-1).expand(-1, -1, -1, 3)'
      : null;
  const title = isPicture
    ? t('Add the batch axis: .unsqueeze(0)')
    : t('Make an image of the mask: three channels');
  const fix =
    suffix && slot.output.isList === false
      ? appendFix(title, node ?? undefined, suffix)
      : undefined;
  return draft(
    slot,
    'python/image-rank',
    isPicture
      ? t`${slotName(slot)} gets ${shapeText(axes)} with ${axes.length} axes; an IMAGE is [B,H,W,C] with 4. Add the batch axis: \`.unsqueeze(0)\`.`
      : t`${slotName(slot)} gets ${shapeText(axes)} with ${axes.length} axes; an IMAGE is [B,H,W,C] with 4.`,
    value,
    fix,
  );
}

function judgeMask(slot: Slot, value: Tensor, node: Expr | null): Draft | null {
  const { axes } = value;
  if (axes === null || axes.length === 3) return null;
  const suffix = maskSuffix(value);
  const fix =
    suffix && slot.output.isList === false
      ? appendFix(t`To [B,H,W]: ${suffix}`, node ?? undefined, suffix)
      : undefined;
  const message = maskRankText(slotName(slot), axes, suffix);
  const found = draft(slot, 'python/mask-rank', message, value, fix);
  return axes.length === 2 ? { ...found, severity: 'warning' } : found;
}

function maskRankText(name: LocalText, axes: readonly Axis[], suffix: string | null): LocalText {
  const [shape, rank] = [shapeText(axes), axes.length];
  if (rank === 2)
    return t`${name} gets ${shape} with ${rank} axes; a MASK is [B,H,W] with 3, and nodes that index the batch axis fail. Use \`${suffix}\`.`;
  return suffix
    ? t`${name} gets ${shape} with ${rank} axes; a MASK is [B,H,W] with 3. Use \`${suffix}\`.`
    : t`${name} gets ${shape} with ${rank} axes; a MASK is [B,H,W] with 3.`;
}

function maskSuffix({ axes }: Tensor): string | null {
  if (axes!.length === 2) return '.unsqueeze(0)';
  if (axes!.length !== 4) return null;
  if (axes![1]!.size === 1) return '.squeeze(1)';
  return axes![3]!.size === 1 ? '.squeeze(-1)' : null;
}

function judgeLatent(slot: Slot, value: Value, node: Expr | null): Draft | null {
  if (value.kind === 'tensor') {
    const kept = comesFromLatent(value) ? latentToKeep(slot) : null;
    const fix = node
      ? {
          title: t('Wrap it: {"samples": ...}'),
          edits: [
            { from: node.from, to: node.from, newText: `{${kept ? `**${kept}, ` : ''}"samples": ` },
            { from: node.to, to: node.to, newText: '}' },
          ],
        }
      : undefined;
    return draft(
      slot,
      'python/latent-dict',
      t`${slotName(slot)} gets a tensor ${shapeText(value.axes)}; a LATENT is a dict \`{"samples": tensor}\`, and the next node fails on \`["samples"]\`.`,
      value,
      fix,
    );
  }
  const dict = objectOf(slot.state, value);
  if (dict?.type !== 'dict') return null;
  if (!dict.isOpen && !dict.entries.has('samples')) {
    const keys = [...dict.entries.keys()].map(key => `"${key}"`).join(', ');
    return draft(
      slot,
      'python/latent-dict',
      keys === ''
        ? t`${slotName(slot)} gets a dict without "samples" (empty); the next node fails on \`["samples"]\`.`
        : t`${slotName(slot)} gets a dict without "samples" (${keys}); the next node fails on \`["samples"]\`.`,
      null,
    );
  }
  return keysDroppedDraft(slot, dict);
}
