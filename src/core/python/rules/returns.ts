import { type LocalText, t } from '../../l10n';
import { alternatives } from '../domain/join';
import type { State } from '../domain/state';
import type { Value } from '../domain/value';
import { type Draft, type Run, report } from '../interpret/context';
import { itemsOf, objectOf } from '../interpret/heap';
import type { NodeClass, NodeOutput } from '../nodes/node';
import type { Expr, ReturnStatement } from '../syntax/ast';
import { judgeSlot, type Slot } from './slots';

/** Judges one `return` of a node's own method against what the node declares. */
export function judgeReturn(
  run: Run,
  node: NodeClass,
  state: State,
  value: Value,
  at: ReturnStatement,
): void {
  if (node.outputs === null || at.value === null || at.outer === null) return;
  const verdicts = alternatives(value).map(part => judgeWhole(run, node, state, part, at));
  if (verdicts.every(drafts => drafts.length > 0)) {
    for (const draft of verdicts[0]!) report(run, draft, false);
    return;
  }
}

/** The findings on one alternative of a returned value; none means it may be sound. */
function judgeWhole(
  run: Run,
  node: NodeClass,
  state: State,
  value: Value,
  at: ReturnStatement,
): Draft[] {
  const outputs = node.outputs!;
  if (value.kind === 'tensor' || value.kind === 'pil') {
    return outputs.length > 0 ? [bareDraft(run, node, at, value)] : [];
  }
  if (value.kind === 'nodeOutput') {
    if (node.api !== 'v3' || value.items === null || value.items.length === 0) return [];
    return judgeItems(run, node, state, value.items, at);
  }
  const object = objectOf(state, value);
  if (object?.type === 'dict') return judgeDict(run, node, state, value, at);
  const items = itemsOf(state, value);
  if (items === null || (node.api === 'v3' && object !== null)) return [];
  return judgeItems(run, node, state, items, at);
}

function judgeDict(
  run: Run,
  node: NodeClass,
  state: State,
  value: Value,
  at: ReturnStatement,
): Draft[] {
  const dict = objectOf(state, value);
  if (dict?.type !== 'dict' || node.api === 'v3') return [];
  const result = dict.entries.get('result');
  if (result && !dict.maybe.has('result')) {
    const items = itemsOf(state, result);
    return items && items.length > 0 ? judgeItems(run, node, state, items, at, resultNode(at)) : [];
  }
  const keys = [...dict.entries.keys()];
  const isOwn = ['result', 'ui', 'expand'].some(key => keys.includes(key));
  const isLatent =
    dict.inputName !== null || (keys.includes('samples') && !dict.maybe.has('samples'));
  if (isOwn || (dict.isOpen && !isLatent) || keys.length === 0 || node.outputs!.length === 0)
    return [];
  return [dictDraft(at, keys, isLatent)];
}

/** The node of `"result": (...)` in a literal dict, so that slots can be pointed at. */
function resultNode(at: ReturnStatement): Expr | null {
  if (at.value?.type !== 'Dict') return null;
  const entry = at.value.entries.find(
    ({ key }) => key?.type === 'String' && key.value === 'result',
  );
  return entry?.value ?? null;
}

function judgeItems(
  run: Run,
  node: NodeClass,
  state: State,
  items: readonly Value[],
  at: ReturnStatement,
  list: Expr | null = at.value,
): Draft[] {
  const outputs = node.outputs!;
  if (items.length !== outputs.length) {
    const isBenign = outputs.length === 0 && items.every(item => item.kind === 'none');
    return isBenign || outputs.length === 0 ? [] : [arityDraft(node, at, items.length)];
  }
  const nodes = slotNodes(list, items.length);
  return items.flatMap((item, i) => {
    const slot: Slot = {
      run,
      node,
      state,
      output: outputs[i] as NodeOutput,
      index: i,
      at: nodes?.[i] ?? null,
      outer: at.value!,
    };
    const verdicts = alternatives(item).map(part => judgeSlot(slot, part));
    return verdicts.every(draft => draft !== null) ? [verdicts[0] as Draft] : [];
  });
}

/** The expressions of a returned tuple or `NodeOutput(...)`, when they stand there one by one. */
function slotNodes(list: Expr | null, count: number): readonly Expr[] | null {
  if (list?.type === 'Tuple' || list?.type === 'List') {
    const isPlain = list.items.length === count && list.items.every(item => item.type !== 'Star');
    return isPlain ? list.items : null;
  }
  if (list?.type === 'Call') {
    const positional = list.args.filter(
      argument => argument.name === null && argument.spread === null,
    );
    return positional.length === count ? positional.map(argument => argument.value) : null;
  }
  return null;
}

function bareDraft(run: Run, node: NodeClass, at: ReturnStatement, value: Value): Draft {
  const outer = at.outer!;
  const isV3 = node.api === 'v3';
  const text = run.text.slice(at.value!.from, at.value!.to);
  const isWrapped =
    run.text[outer.from] === '(' && run.text[outer.to - 1] === ')' && outer.to > at.value!.to;
  const edits = isV3
    ? [{ from: outer.from, to: outer.to, newText: `(${text},)` }]
    : isWrapped
      ? [{ from: at.value!.to, to: at.value!.to, newText: ',' }]
      : [{ from: outer.from, to: outer.to, newText: `(${text},)` }];
  const why = isV3
    ? t('ComfyUI raises on anything but a NodeOutput, tuple or dict')
    : t(
        'ComfyUI takes its first axis for the list of outputs, so the next node gets one slice without its batch axis',
      );
  const wanted = node.outputs!.length;
  const shown = text.length < 40 ? text : 'value';
  return {
    rule: 'python/return-bare',
    at: outer,
    message:
      value.kind === 'pil'
        ? t`This returns a PIL image, not a tuple of ${wanted}: ${why}. Write \`(${shown},)\`.`
        : t`This returns a bare tensor, not a tuple of ${wanted}: ${why}. Write \`(${shown},)\`.`,
    steps: [value.kind === 'tensor' ? value.step : null],
    ...(wanted === 1 && {
      fix: { title: t('Return a tuple: add the trailing comma'), edits },
    }),
  };
}

function dictDraft(at: ReturnStatement, keys: readonly string[], isLatent: boolean): Draft {
  const outer = at.outer!;
  const edits = [
    { from: outer.from, to: outer.from, newText: '(' },
    { from: outer.to, to: outer.to, newText: ',)' },
  ];
  return {
    rule: 'python/return-dict',
    at: outer,
    message: t`A dict with ${keys.map(key => `"${key}"`).join(', ')} but without "result", "ui" or "expand": ComfyUI finds no outputs in it and the next node misses its input. Return a tuple, \`(value,)\`.`,
    steps: [],
    ...(isLatent && { fix: { title: t('Return a tuple: wrap the dict'), edits } }),
  };
}

function arityDraft(node: NodeClass, at: ReturnStatement, count: number): Draft {
  const wanted = node.outputs!.length;
  const names = node.outputs!.map(output => output.type ?? '?').join(', ');
  return {
    rule: 'python/return-arity',
    at: at.outer!,
    message: arityText(count, wanted, names),
    steps: [],
  };
}

function arityText(count: number, wanted: number, names: string): LocalText {
  const effect =
    count < wanted
      ? t('a node linked to a missing output fails')
      : t('the rest is dropped and outputs may be shifted');
  return count === 1
    ? t`${count} value is returned, but the node declares ${wanted} (${names}): ${effect}.`
    : t`${count} values are returned, but the node declares ${wanted} (${names}): ${effect}.`;
}
