import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import { alternatives } from '../domain/join';
import type { Fix, Violation } from '../domain/outcome';
import type { TensorValue, Value } from '../domain/value';
import type { Expr } from '../syntax/ast';
import type { PythonRule } from './rule';

/** docs/rules/python/truthiness.md */
export const truthiness: PythonRule = {
  id: 'python/truthiness',
  severity: 'error',
  title: 'Tensor as a condition',
  description: 'A tensor input is used as a condition: if, not, and, or.',
  on: {
    test: ({ expr, value }, { text }) => check(expr, value, text),
  },
};

/** A picture-sized tensor used as a truth raises as soon as it has more than one element. */
function check(expr: Expr, value: Value, text: string): Violation | null {
  const parts = alternatives(value).filter(part => part.kind !== 'none');
  if (parts.length === 0 || !parts.every(isPictureSized)) return null;
  return violation(expr, parts[0] as TensorValue, value.kind === 'union', text);
}

const isPictureSized = (value: Value): boolean =>
  value.kind === 'tensor' &&
  value.axes !== null &&
  value.axes.some(
    item => (item.role === 'H' || item.role === 'W') && typeof item.size !== 'number',
  );

/** `if mask:` on a tensor; for one that may be None the test meant is `is not None`. */
function violation(expr: Expr, value: TensorValue, mayBeNone: boolean, source: string): Violation {
  const text = source.slice(expr.from, expr.to);
  const shown = text.length <= 40 ? `\`${text}\`` : t('this');
  const fix = mayBeNone || expr.type === 'Name' ? noneFix(source, expr) : undefined;
  return {
    at: expr,
    message: t`The truth of ${shown}, a tensor ${axesText(value.axes)}: torch raises "Boolean value of Tensor with more than one value is ambiguous". Test \`is not None\`, or use \`.any()\` or \`.all()\`.`,
    steps: [value.step],
    ...(fix && { fix }),
  };
}

function noneFix(source: string, expr: Expr): Fix | undefined {
  if (expr.type !== 'Name') return undefined;
  const negation = /\bnot\s+$/.exec(source.slice(Math.max(0, expr.from - 12), expr.from));
  if (!negation) {
    return {
      title: t('Test for None: is not None'),
      edits: [{ from: expr.to, to: expr.to, newText: ' is not None' }],
    };
  }
  const from = expr.from - negation[0].length;
  return {
    title: t('Test for None: is None'),
    edits: [{ from, to: expr.to, newText: `${expr.name} is None` }],
  };
}
