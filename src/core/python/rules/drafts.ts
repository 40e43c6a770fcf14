import { type LocalText, t } from '../../l10n';
import { shapeText } from '../domain/describe';
import type { Tensor, Value } from '../domain/value';
import type { Draft, Edit, Fix } from '../interpret/context';
import type { OpCall } from '../models/model';
import type { Expr } from '../syntax/ast';

const PRIMARY = new Set<Expr['type']>(['Name', 'Attribute', 'Index', 'Call', 'Tuple', 'List']);

/** Edits that put a suffix such as `.unsqueeze(0)` after an expression, with parentheses where needed. */
export function appendEdits(node: Expr, suffix: string): readonly Edit[] {
  if (PRIMARY.has(node.type)) return [{ from: node.to, to: node.to, newText: suffix }];
  return [
    { from: node.from, to: node.from, newText: '(' },
    { from: node.to, to: node.to, newText: `)${suffix}` },
  ];
}

export function appendFix(
  title: LocalText,
  node: Expr | undefined,
  suffix: string,
): Fix | undefined {
  if (!node || node.type === 'Opaque') return undefined;
  return { title, edits: appendEdits(node, suffix) };
}

const named = (text: string, node: Expr | undefined): string =>
  node && node.to - node.from <= 40 ? `\`${text.slice(node.from, node.to)}\`` : t('the value');

export function maskBroadcastDraft(
  call: OpCall,
  image: Tensor,
  mask: Tensor,
  maskSide: 'left' | 'right',
): Draft {
  const node = maskNode(call, mask, maskSide);
  const fix = appendFix(
    t('Add a trailing axis to the mask: .unsqueeze(-1)'),
    node,
    mask.library === 'torch' ? '.unsqueeze(-1)' : '[..., None]',
  );
  return {
    rule: 'python/mask-broadcast',
    at: call.at,
    message: t`${shapeText(image.axes)} meets ${shapeText(mask.axes)}: the mask's width lines up with the image's channels, which raises or mixes the wrong pixels. The mask needs a trailing axis: \`mask.unsqueeze(-1)\`.`,
    steps: [image.step, mask.step],
    ...(fix && { fix }),
  };
}

function maskNode(call: OpCall, mask: Tensor, side: 'left' | 'right'): Expr | undefined {
  if (call.at.type === 'Binary') return side === 'right' ? call.at.right : call.at.left;
  const at = call.args.positional.indexOf(mask);
  return at < 0 ? undefined : call.args.positionalNodes[at];
}

export function permuteRankDraft(call: OpCall, value: Tensor, given: number): Draft {
  return {
    rule: 'python/permute-rank',
    at: call.at,
    message: t`permute with ${given} axes, but ${named(call.text, call.args.positionalNodes[0])} is ${shapeText(value.axes)} with ${value.axes!.length}: torch will raise. Name every axis once.`,
    steps: [value.step],
  };
}

export function axisRangeDraft(call: OpCall, value: Tensor, dims: readonly number[]): Draft {
  return {
    rule: 'python/permute-rank',
    at: call.at,
    message: t`${call.name}(${dims.join(', ')}) reaches past the axes of ${named(call.text, call.args.positionalNodes[0])}, which is ${shapeText(value.axes)}: torch will raise.`,
    steps: [value.step],
  };
}

export function catRankDraft(
  call: OpCall,
  a: Tensor,
  b: Tensor,
  dim: number | null,
  items: readonly Value[],
): Draft {
  const fix = catFix(call, a, b, dim, items);
  return {
    rule: 'python/cat-rank',
    at: call.at,
    message: t`${call.name} of ${shapeText(a.axes)} and ${shapeText(b.axes)}: every part must have the same number of axes, so this raises.`,
    steps: [a.step, b.step],
    ...(fix && { fix }),
  };
}

function catFix(
  call: OpCall,
  a: Tensor,
  b: Tensor,
  dim: number | null,
  items: readonly Value[],
): Fix | undefined {
  const list = call.args.positionalNodes[0];
  if (list?.type !== 'Tuple' && list?.type !== 'List') return undefined;
  const small = a.axes!.length < b.axes!.length ? a : b;
  const large = small === a ? b : a;
  const node = list.items[items.indexOf(small)];
  if (
    large.axes!.length !== 4 ||
    small.axes!.length !== 3 ||
    !node ||
    items.length !== list.items.length
  )
    return undefined;
  if (items.filter(item => item.kind === 'tensor' && item.axes?.length === 3).length !== 1)
    return undefined;
  const [last, first] =
    small.library === 'torch' ? ['.unsqueeze(-1)', '.unsqueeze(0)'] : ['[..., None]', '[None]'];
  const isMask = small.axes![2]!.role === 'W' && large.axes![3]!.role === 'C';
  if (isMask && (dim === -1 || dim === 3))
    return appendFix(t`Give the mask a channel axis: ${last}`, node, last);
  const isPicture = small.axes![2]!.role === 'C' && large.axes![3]!.role === 'C' && dim === 0;
  return isPicture ? appendFix(t`Add the batch axis: ${first}`, node, first) : undefined;
}

export function interpolateRankDraft(call: OpCall, value: Tensor): Draft {
  const node = call.args.positionalNodes[0];
  const isMask =
    value.axes?.length === 3 && value.axes[1]!.role === 'H' && value.axes[2]!.role === 'W';
  return {
    rule: 'python/interpolate-rank',
    at: call.at,
    message: isMask
      ? t`A two-sided resize of ${shapeText(value.axes)}: interpolate needs 4 axes [B,C,H,W] for that, so torch will raise. Use \`mask.unsqueeze(1)\` before and \`.squeeze(1)\` after.`
      : t`A two-sided resize of ${shapeText(value.axes)}: interpolate needs 4 axes [B,C,H,W] for that, so torch will raise.`,
    steps: [value.step],
    ...(isMask &&
      node &&
      wrapFix(
        call,
        t('Resize as [B,1,H,W] and squeeze back'),
        node,
        '.unsqueeze(1)',
        '.squeeze(1)',
      )),
  };
}

function wrapFix(
  call: OpCall,
  title: LocalText,
  node: Expr,
  before: string,
  after: string,
): { fix: Fix } {
  const edits = [
    ...appendEdits(node, before),
    { from: call.at.to, to: call.at.to, newText: after },
  ];
  return { fix: { title, edits } };
}

export function channelLastResizeDraft(call: OpCall, value: Tensor): Draft {
  const node = call.args.positionalNodes[0];
  return {
    rule: 'python/interpolate-channel-last',
    at: call.at,
    message: t`${call.name} resizes the last two axes, and ${named(call.text, node)} is channel last ${shapeText(value.axes)}: width and channels would be resized, height not. Go through \`.permute(0, 3, 1, 2)\` and back.`,
    steps: [value.step],
    ...(node &&
      wrapFix(
        call,
        t('Resize channel first and come back'),
        node,
        '.permute(0, 3, 1, 2)',
        '.permute(0, 2, 3, 1)',
      )),
  };
}

export function numpyDeviceDraft(call: OpCall, value: Tensor): Draft {
  const at = call.at;
  const place = at.type === 'Call' && at.callee.type === 'Attribute' ? at.callee.object.to : null;
  return {
    rule: 'python/numpy-device',
    at,
    message: t`\`.numpy()\` on ${named(call.text, call.args.positionalNodes[0])} without \`.cpu()\`: this raises when ComfyUI keeps its tensors on the GPU.`,
    steps: [value.step],
    ...(place !== null && {
      fix: {
        title: t('Move to the CPU first: .cpu()'),
        edits: [{ from: place, to: place, newText: '.cpu()' }],
      },
    }),
  };
}

export function tooManyIndicesDraft(at: Expr, value: Tensor, given: number, text: string): Draft {
  const object = at.type === 'Index' ? at.object : undefined;
  return {
    rule: 'python/index-rank',
    at,
    message: t`${given} indices into ${named(text, object)}, which is ${shapeText(value.axes)} with ${value.axes!.length} axes: torch will raise "too many indices".`,
    steps: [value.step],
  };
}

export function shapeIndexDraft(at: Expr, value: Tensor, index: number): Draft {
  return {
    rule: 'python/index-rank',
    at,
    message: t`Axis ${index} of a shape of ${value.axes!.length}: the tensor is ${shapeText(value.axes)}, so Python will raise "index out of range".`,
    steps: [value.step],
  };
}

export function unpackDraft(at: Expr, target: Expr, value: Tensor, wanted: number): Draft {
  const fix = unpackFix(target, value, wanted);
  return {
    rule: 'python/index-rank',
    at: { from: target.from, to: at.to },
    message: t`The shape ${shapeText(value.axes)} has ${value.axes!.length} sizes, but ${wanted} names wait for them: Python will raise.`,
    steps: [value.step],
    ...(fix && { fix }),
  };
}

function unpackFix(target: Expr, value: Tensor, wanted: number): Fix | undefined {
  const rank = value.axes!.length;
  if (target.type !== 'Tuple' || target.items.length === 0) return undefined;
  const [first, last] = [target.items[0]!, target.items.at(-1)!];
  const isImage = rank === 4 && value.axes![3]!.role === 'C';
  if (rank - wanted === 1 && value.axes![0]!.role === 'B') {
    return {
      title: t('Skip the batch axis: _, ...'),
      edits: [{ from: first.from, to: first.from, newText: '_, ' }],
    };
  }
  if (!isImage || wanted !== 2) return undefined;
  const edits = [
    { from: first.from, to: first.from, newText: '_, ' },
    { from: last.to, to: last.to, newText: ', _' },
  ];
  return { title: t('Skip batch and channels: _, h, w, _'), edits };
}
