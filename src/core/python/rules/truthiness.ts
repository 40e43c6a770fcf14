import { t } from '../../l10n';
import { shapeText } from '../domain/describe';
import type { Tensor } from '../domain/value';
import type { Draft, Fix, Run } from '../interpret/context';
import type { Expr } from '../syntax/ast';

/** `if mask:` on a tensor; for one that may be None the test meant is `is not None`. */
export function truthinessDraft(run: Run, expr: Expr, value: Tensor, mayBeNone: boolean): Draft {
  const text = run.text.slice(expr.from, expr.to);
  const shown = text.length <= 40 ? `\`${text}\`` : t('this');
  const fix = mayBeNone || expr.type === 'Name' ? noneFix(run, expr) : undefined;
  return {
    rule: 'python/truthiness',
    at: expr,
    message: t`The truth of ${shown}, a tensor ${shapeText(value.axes)}: torch raises "Boolean value of Tensor with more than one value is ambiguous". Test \`is not None\`, or use \`.any()\` or \`.all()\`.`,
    steps: [value.step],
    ...(fix && { fix }),
  };
}

function noneFix(run: Run, expr: Expr): Fix | undefined {
  if (expr.type !== 'Name') return undefined;
  const negation = /\bnot\s+$/.exec(run.text.slice(Math.max(0, expr.from - 12), expr.from));
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
