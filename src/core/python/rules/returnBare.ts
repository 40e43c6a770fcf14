import { t } from '../../l10n';
import type { Violation } from '../domain/outcome';
import type { Value } from '../domain/value';
import type { ReturnEvent } from '../nodes/events';
import type { PythonRule } from './rule';

export const returnBare: PythonRule = {
  id: 'python/return-bare',
  severity: 'error',
  title: 'Bare tensor returned',
  description:
    'A v1 node with outputs returns one tensor, not a tuple: return image instead of return (image,).',
  on: {
    return: judge,
  },
};

type TensorOrPicture = Extract<Value, { kind: 'tensor' | 'pil' }>;

function judge(event: ReturnEvent): Violation | null {
  const { value, node } = event;
  if (value.kind !== 'tensor' && value.kind !== 'pil') return null;
  return node.outputs.length > 0 ? violation(event, value) : null;
}

function violation(
  { text: source, node, statement: at }: ReturnEvent,
  value: TensorOrPicture,
): Violation {
  const outer = at.outer!;
  const isV3 = node.api === 'v3';
  const text = source.slice(at.value!.from, at.value!.to);
  const isWrapped =
    source[outer.from] === '(' && source[outer.to - 1] === ')' && outer.to > at.value!.to;
  const edits = isV3
    ? [{ from: outer.from, to: outer.to, newText: `(${text},)` }]
    : isWrapped
      ? [{ from: at.value!.to, to: at.value!.to, newText: ',' }]
      : [{ from: outer.from, to: outer.to, newText: `(${text},)` }];
  const why = isV3
    ? t('ComfyUI raises on anything but a NodeOutput, tuple or dict')
    : t(
        'ComfyUI takes its first axis for the list of outputs, so the next node gets one slice without its batch axis',
      );
  const wanted = node.outputs.length;
  const shown = text.length < 40 ? text : 'value';
  return {
    at: outer,
    message:
      value.kind === 'pil'
        ? t`This returns a PIL image, not a tuple of ${wanted}: ${why}. Write \`(${shown},)\`.`
        : t`This returns a bare tensor, not a tuple of ${wanted}: ${why}. Write \`(${shown},)\`.`,
    steps: [value.kind === 'tensor' ? value.step : null],
    ...(wanted === 1 && {
      fix: { title: t('Return a tuple: add the trailing comma'), edits },
    }),
  };
}
