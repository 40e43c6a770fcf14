import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { Violation } from '../domain/outcome';
import type { TensorValue, Value } from '../domain/value';
import type { EventPlace } from '../evaluate/run';
import type { Expr } from '../syntax/ast';
import { copyFix } from './copyFix';
import type { PythonRule } from './rule';

/** docs/rules/python/input-mutated.md */
export const inputMutated: PythonRule = {
  id: 'python/input-mutated',
  severity: 'warning',
  title: 'Input written in place',
  description: 'An input tensor is written in place; ComfyUI caches it for other nodes.',
  on: {
    write: ({ target, values }, place) => check(target, values, place),
  },
};

/** Written where every alternative is an input tensor. */
function check(target: Expr, values: readonly Value[], place: EventPlace): Violation | null {
  const [first] = values;
  if (first?.kind !== 'tensor') return null;
  const isInput = values.every(part => part.kind === 'tensor' && part.aliasOf !== null);
  return isInput ? violation(target, first, place) : null;
}

function violation(target: Expr, value: TensorValue, place: EventPlace): Violation {
  const input = value.aliasOf!;
  const fix = copyFix(place, target, input, 'clone');
  return {
    at: target,
    message: t`This writes into the input \`${input}\` ${axesText(value.axes)} in place. ComfyUI caches the output of the node before, so every later run sees the change: work on \`${input}.clone()\`.`,
    steps: [value.step],
    ...(fix && { fix }),
  };
}
