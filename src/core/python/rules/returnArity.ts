import { type LocalText, t } from '../../l10n';
import type { Violation } from '../domain/outcome';
import type { ReturnEvent } from '../nodes/events';
import type { PythonRule } from './rule';

export const returnArity: PythonRule = {
  id: 'python/return-arity',
  severity: 'error',
  title: 'Wrong number of outputs',
  description: 'The length of a returned tuple differs from the declared outputs.',
  on: {
    return: judge,
  },
};

function judge(event: ReturnEvent): Violation | null {
  const { items, node } = event;
  const wanted = node.outputs.length;
  if (items === null || wanted === 0 || items.length === wanted) return null;
  return violation(event, items.length);
}

function violation({ node, statement: at }: ReturnEvent, count: number): Violation {
  const wanted = node.outputs.length;
  const names = node.outputs.map(output => output.type ?? '?').join(', ');
  return {
    at: at.outer!,
    message: arityText(count, wanted, names),
    steps: [],
  };
}

function arityText(count: number, wanted: number, names: string): LocalText {
  const effect =
    count < wanted
      ? t('a node linked to a missing output fails')
      : t('the rest is dropped and outputs may be shifted');
  return count === 1
    ? t`${count} value is returned, but the node declares ${wanted} (${names}): ${effect}.`
    : t`${count} values are returned, but the node declares ${wanted} (${names}): ${effect}.`;
}
