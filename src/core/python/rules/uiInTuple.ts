import { t } from '../../l10n';
import { objectOf } from '../domain/heap';
import type { Fix, Violation } from '../domain/outcome';
import type { Value } from '../domain/value';
import type { ReturnEvent } from '../nodes/events';
import type { DictExpr, SequenceExpr } from '../syntax/ast';
import type { PythonRule } from './rule';

/** docs/rules/python/ui-in-tuple.md */
export const uiInTuple: PythonRule = {
  id: 'python/ui-in-tuple',
  severity: 'error',
  title: 'UI dict inside the tuple',
  description:
    '{"ui": ...} stands inside the returned tuple, where ComfyUI takes it for an output.',
  on: {
    return: check,
  },
};

/** What a node returns a dict of. */
const KEYS = new Set(['ui', 'result']);
/** Slots that surely hold no dict of this kind. */
const CORE = /^(IMAGE|MASK|LATENT|CONDITIONING|MODEL|CLIP|VAE|INT|FLOAT|STRING|BOOLEAN)$/;

function check(event: ReturnEvent): Violation | null {
  const { items, node, statement } = event;
  const at = items?.findIndex((item, i) => isUi(event, item, node.outputs[i]?.type)) ?? -1;
  if (at < 0 || event.value.kind === 'reference') return null;
  const fix = mend(event, at);
  return {
    at: statement.outer!,
    message: t`\`{"ui": ...}\` stands inside the returned tuple: ComfyUI takes it for output ${at} and shows nothing. Return \`{"ui": ..., "result": (...)}\`.`,
    steps: [],
    ...(fix && { fix }),
  };
}

function isUi({ state }: ReturnEvent, value: Value, type: string | null | undefined): boolean {
  const dict = objectOf(state, value);
  if (dict?.type !== 'dict' || dict.isOpen || !dict.entries.has('ui')) return false;
  if (![...dict.entries.keys()].every(key => KEYS.has(key)) || dict.maybe.size > 0) return false;
  // Past the last output it can be nothing else; an output of a pack's own type may hold any dict.
  return type === undefined || CORE.test(type ?? '');
}

/** `(a, b, {"ui": x})` becomes `{"ui": x, "result": (a, b,)}` where just that is left of the tuple. */
function mend({ text, node, statement }: ReturnEvent, at: number): Fix | null {
  const tuple = statement.value;
  if (tuple?.type !== 'Tuple' || at !== tuple.items.length - 1 || at !== node.outputs.length)
    return null;
  const dict = tuple.items[at]!;
  const isPlain = dict.type === 'Dict' && dict.entries.length === 1;
  return isPlain ? rewritten(text, statement.outer!, tuple, dict) : null;
}

function rewritten(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
  { items }: SequenceExpr,
  dict: DictExpr,
): Fix | null {
  if (items.some(item => item.type === 'Star')) return null;
  const source = (part: { readonly from: number; readonly to: number }) =>
    text.slice(part.from, part.to);
  const values = items.slice(0, -1).map(source).join(', ');
  const newText = `{"ui": ${source(dict.entries[0]!.value)}, "result": (${values},)}`;
  return { title: t('Return ui and result in a dict'), edits: [{ from, to, newText }] };
}
