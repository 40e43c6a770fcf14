import { FILE_RULES } from '../fileRules';
import type { RuleEntry } from '../findings';
import { HEADER_RULES, VALUE_RULES } from './index';
import { PYTHON_RULE_ENTRIES } from './rules/pythonRules';

/**
 * The catalogue: every rule there is, in the order that settings and docs show. It holds the rules of Python:
 * what only looks at tensors takes its rules from the list.
 */
export const RULES: readonly RuleEntry[] = [
  ...FILE_RULES,
  ...HEADER_RULES,
  ...VALUE_RULES,
  ...PYTHON_RULE_ENTRIES,
];
