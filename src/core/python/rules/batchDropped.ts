import { t } from '../../l10n';
import type { Draft } from '../interpret/context';
import type { NodeClass } from '../nodes/node';
import type { Expr, Statement } from '../syntax/ast';
import { walkExprs } from '../syntax/walk';

/** Uses of one name in a body: as `name[0]`, in a test for None, or in any other way. */
interface Uses {
  readonly first: Expr[];
  others: number;
}

/** IMAGE inputs of which only `image[0]` is ever used, so that the rest of a batch is lost. */
export function batchDroppedDrafts(node: NodeClass): Draft[] {
  const drafts: Draft[] = [];
  if (node.isInputList !== false || node.method.firstErrorAt !== null) return drafts;
  for (const input of node.inputs.values()) {
    if (input.type !== 'IMAGE' || !node.method.params.some(param => param.name === input.name))
      continue;
    const uses = usesOf(node.method.body, input.name);
    if (uses.first.length === 0 || uses.others > 0) continue;
    drafts.push({
      rule: 'python/batch-dropped',
      at: uses.first[0]!,
      message: t`Only \`${input.name}[0]\` is used: of a batch of images all but the first are dropped without a word.`,
      steps: [],
    });
  }
  return drafts;
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
