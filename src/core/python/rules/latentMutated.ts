import { t } from '../../l10n';
import type { Violation } from '../domain/outcome';
import type { EventPlace } from '../evaluate/run';
import type { Expr } from '../syntax/ast';
import { copyFix } from './copyFix';
import type { PythonRule } from './rule';

/** docs/rules/python/latent-mutated.md */
export const latentMutated: PythonRule = {
  id: 'python/latent-mutated',
  severity: 'warning',
  title: 'Input LATENT dict written',
  description: 'A key is set on an input LATENT dict that was not copied.',
  on: {
    keyWrite: ({ target, dict }, place) =>
      dict.inputName === null ? null : violation(target, dict.inputName, place),
  },
};

function violation(target: Expr, input: string, place: EventPlace): Violation {
  const fix = copyFix(place, target, input, 'copy');
  return {
    at: target,
    message: t`This sets a key on the input LATENT \`${input}\` itself. ComfyUI caches that dict, so the node before seems to have put it there: work on \`${input}.copy()\`.`,
    steps: [],
    ...(fix && { fix }),
  };
}
