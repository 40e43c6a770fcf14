import type { RuleEntry } from '../../findings';
import { PYTHON_RULES } from '../../python/rules/index';

/** The rules of the checker of custom-node code as the catalogue lists them. */
export const PYTHON_RULE_ENTRIES: readonly RuleEntry[] = PYTHON_RULES.map(
  ({ id, severity, title, description }) => ({ id, severity, title, description, needs: 'python' }),
);
