import { imageContract } from '../../contracts/image';
import { t } from '../../l10n';
import type { Violation } from '../domain/outcome';
import type { InputEvent } from '../nodes/events';
import type { Expr, Statement } from '../syntax/ast';
import { walkExprs } from '../syntax/walk';
import type { PythonRule } from './rule';

/** docs/rules/python/batch-dropped.md */
export const batchDropped: PythonRule = {
  id: 'python/batch-dropped',
  severity: 'hint',
  title: 'Only the first picture used',
  description: 'Only image[0] of an IMAGE input is ever used: the rest of the batch is dropped.',
  on: {
    input: check,
  },
};

/** Uses of one name in a body: as `name[0]`, in a test for None, or in any other way. */
interface Uses {
  readonly first: Expr[];
  others: number;
}

function check({ node, input }: InputEvent): Violation | null {
  const { method, isInputList } = node;
  if (input.type !== imageContract.kind || isInputList !== false || method.firstErrorAt !== null)
    return null;
  if (!method.params.some(param => param.name === input.name)) return null;
  const uses = usesOf(method.body, input.name);
  if (uses.first.length === 0 || uses.others > 0) return null;
  return {
    at: uses.first[0]!,
    message: t`Only \`${input.name}[0]\` is used: of a batch of images all but the first are dropped without a word.`,
    steps: [],
  };
}

function usesOf(body: readonly Statement[], name: string): Uses {
  const uses: Uses = { first: [], others: 0 };
  walkExprs(body, (expr, parent) => {
    if (expr.type === 'Opaque' && expr.names.includes(name)) uses.others++;
    if (expr.type !== 'Name' || expr.name !== name) return;
    if (parent?.type === 'Index' && parent.object === expr) {
      const [index] = parent.indices;
      if (index?.type === 'Number' && index.value === 0) uses.first.push(parent);
      else uses.others++;
    } else if (!isNoneTest(parent)) uses.others++;
  });
  return uses;
}

const isNoneTest = (parent: Expr | null): boolean =>
  parent?.type === 'Binary' && /^is( not)?$/.test(parent.op) && parent.right.type === 'Constant';
