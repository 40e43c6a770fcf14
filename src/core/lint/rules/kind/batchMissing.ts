import { t, verbatim } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';
import { perKind } from './perKind';

/** One item stands where a batch of items belongs. */
export const batchMissingRules: readonly HeaderRule[] = perKind(
  'batchMissing',
  'batch-missing',
  (entry, contract, { message, ambiguous, why }) => ({
    ...entry,
    fix: 'addBatch',
    needs: 'headers',
    check: each(contract, (tensor, { fault, layout, ambiguity }) => {
      if (fault !== 'batch-missing') return null;
      const sizes = tensor.header.shape.join(', ');
      const name = variableOf(tensor);
      const sentence = ambiguity && ambiguous ? ambiguous : message;
      return {
        message: t(sentence, subject(tensor), shapeOf(tensor), sizes),
        found: verbatim(`[${[...layout].join(',')}] ${shapeOf(tensor)}`),
        expected: verbatim(`${contract.layout} [1, ${sizes}]`),
        why: t(why),
        torch: `${name} = ${name}.unsqueeze(0)`,
      };
    }),
  }),
);
