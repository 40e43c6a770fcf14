import { t } from '../../l10n';
import type { Violation } from '../domain/outcome';
import type { DeclarationEvent } from '../nodes/events';
import type { PythonRule } from './rule';

/** docs/rules/python/return-types-string.md */
export const returnTypesString: PythonRule = {
  id: 'python/return-types-string',
  severity: 'error',
  title: 'RETURN_TYPES is a string',
  description: 'RETURN_TYPES or RETURN_NAMES is a string, as in ("IMAGE"): the comma is missing.',
  on: {
    declaration: check,
  },
};

function check({ name, value }: DeclarationEvent): Violation | null {
  if ((name !== 'RETURN_TYPES' && name !== 'RETURN_NAMES') || value.type !== 'String') return null;
  const { from, to } = value;
  return {
    at: { from, to },
    message: t`${name} is a string, not a tuple: parentheses alone make none, so every character counts as one output. Add the trailing comma.`,
    steps: [],
    fix: {
      title: t('Make it a tuple: add the trailing comma'),
      edits: [{ from: to, to, newText: ',' }],
    },
  };
}
