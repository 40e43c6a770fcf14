import { t } from '../../l10n';
import { objectOf } from '../domain/heap';
import type { Violation } from '../domain/outcome';
import type { ReturnEvent } from '../nodes/events';
import type { ReturnStatement } from '../syntax/ast';
import type { PythonRule } from './rule';

/** docs/rules/python/return-dict.md */
export const returnDict: PythonRule = {
  id: 'python/return-dict',
  severity: 'error',
  title: 'Dict returned without result',
  description: 'A v1 node returns a dict that has none of result, ui and expand.',
  on: {
    return: check,
  },
};

const UNDERSTOOD = ['result', 'ui', 'expand'];

function check({ node, state, value, statement }: ReturnEvent): Violation | null {
  const dict = objectOf(state, value);
  if (dict?.type !== 'dict' || node.api === 'v3' || node.outputs.length === 0) return null;
  const keys = [...dict.entries.keys()];
  if (keys.length === 0 || UNDERSTOOD.some(key => keys.includes(key))) return null;
  const isLatent =
    dict.inputName !== null || (keys.includes('samples') && !dict.maybe.has('samples'));
  return dict.isOpen && !isLatent ? null : violation(statement, keys, isLatent);
}

function violation(at: ReturnStatement, keys: readonly string[], isLatent: boolean): Violation {
  const outer = at.outer!;
  const edits = [
    { from: outer.from, to: outer.from, newText: '(' },
    { from: outer.to, to: outer.to, newText: ',)' },
  ];
  return {
    at: outer,
    message: t`A dict with ${keys.map(key => `"${key}"`).join(', ')} but without "result", "ui" or "expand": ComfyUI finds no outputs in it and the next node misses its input. Return a tuple, \`(value,)\`.`,
    steps: [],
    ...(isLatent && { fix: { title: t('Return a tuple: wrap the dict'), edits } }),
  };
}
