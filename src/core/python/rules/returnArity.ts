import { type LocalText, t } from '../../l10n';
import type { Fix, Violation } from '../domain/outcome';
import type { ReturnEvent } from '../nodes/events';
import { misfit } from './misfit';
import type { PythonRule } from './rule';

/** docs/rules/python/return-arity.md */
export const returnArity: PythonRule = {
  id: 'python/return-arity',
  severity: 'error',
  title: 'Wrong number of outputs',
  description:
    'The length of a returned tuple differs from the declared outputs; surplus values at the end are a hint.',
  on: {
    return: check,
  },
};

function check(event: ReturnEvent): Violation | null {
  const { items, node } = event;
  const wanted = node.outputs.length;
  if (items === null || wanted === 0 || items.length === wanted) return null;
  return unpackedOutput(event) ?? otherCount(event, items.length);
}

function otherCount(event: ReturnEvent, count: number): Violation {
  const { outputs } = event.node;
  const shifted = shiftedSlot(event);
  const isHarmless = count > outputs.length && shifted === null;
  return {
    at: event.statement.outer!,
    message: arityText(count, outputs.length, typesOf(event), shifted),
    steps: [],
    ...(isHarmless && { severity: 'hint' }),
  };
}

const typesOf = ({ node }: ReturnEvent): string =>
  node.outputs.map(output => output.type ?? '?').join(', ');

/** The first slot that gets what it cannot hold: from there on the values stand one too far to one side. */
function shiftedSlot({ node, items }: ReturnEvent): LocalText | null {
  for (const [i, output] of node.outputs.entries()) {
    const value = items![i];
    const what = value ? misfit(value, output) : null;
    if (what) return t`output ${i} (${output.type}) gets ${what}`;
  }
  return null;
}

function arityText(
  count: number,
  wanted: number,
  names: string,
  shifted: LocalText | null,
): LocalText {
  const effect =
    shifted ??
    (count < wanted
      ? t('a node linked to a missing output fails')
      : t('nobody gets what stands after the last output'));
  return count === 1
    ? t`${count} value is returned, but the node declares ${wanted} (${names}): ${effect}.`
    : t`${count} values are returned, but the node declares ${wanted} (${names}): ${effect}.`;
}

/** `NodeOutput(result)` where `result` is the tuple of all outputs. */
function unpackedOutput(event: ReturnEvent): Violation | null {
  const { value, items, node, statement } = event;
  const [only] = items!;
  const wanted = node.outputs.length;
  const isWhole = items!.length === 1 && only?.kind === 'tuple' && only.items.length === wanted;
  if (value.kind !== 'nodeOutput' || !isWhole) return null;
  const fix = starFix(event);
  return {
    at: statement.outer!,
    message: t`NodeOutput takes the outputs one by one, and gets a tuple of ${wanted} as the first (${typesOf(event)}). Write \`NodeOutput(*values)\`.`,
    steps: [],
    ...(fix && { fix }),
  };
}

function starFix({ statement }: ReturnEvent): Fix | null {
  const call = statement.value;
  const [argument] = call?.type === 'Call' ? call.args : [];
  if (argument?.value.type !== 'Name' || argument.name !== null || argument.spread !== null)
    return null;
  const { from } = argument.value;
  return {
    title: t('Hand the outputs over one by one: *'),
    edits: [{ from, to: from, newText: '*' }],
  };
}
