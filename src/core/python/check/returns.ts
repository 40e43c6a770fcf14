import { contractNamed } from '../../contracts/index';
import { elementOf, itemsOf, objectOf } from '../domain/heap';
import { alternatives } from '../domain/join';
import type { State } from '../domain/state';
import type { Value } from '../domain/value';
import { type RuleFinding, type Run, report } from '../evaluate/run';
import type { NodeWithOutputs, ReturnEvent, SlotEvent } from '../nodes/events';
import type { NodeClass } from '../nodes/node';
import type { Expr, ReturnStatement } from '../syntax/ast';
import { checkNodeEvent } from './runRules';

/** Tells the rules of one `return` of a node's own method: reported where every alternative is wrong. */
export function checkReturn(
  run: Run,
  node: NodeClass,
  state: State,
  value: Value,
  statement: ReturnStatement,
): void {
  const { outputs } = node;
  if (outputs === null) return;
  const known: NodeWithOutputs = { ...node, outputs };
  const found = alternatives(value).map(part => {
    const { items, list } = returnedItems(known, state, part, statement);
    const { text } = run;
    return checkAlternative(
      { kind: 'return', text, node: known, state, value: part, statement, items },
      list,
    );
  });
  if (found.every(findings => findings.length > 0)) for (const item of found[0]!) report(run, item);
}

function checkAlternative(event: ReturnEvent, list: Expr | null): readonly RuleFinding[] {
  const whole = checkNodeEvent(event);
  if (whole) return [whole];
  const { items, node, state, statement } = event;
  const outer = statement.value;
  if (outer === null || items?.length !== node.outputs.length) return [];
  const nodes = slotNodes(list, items.length);
  return items.flatMap((value, index) => {
    const at = nodes?.[index] ?? null;
    const output = node.outputs[index]!;
    const found = checkSlot({
      kind: 'slot',
      node,
      state,
      output,
      index,
      value,
      at,
      expr: at,
      outer,
    });
    return found ? [found] : [];
  });
}

interface Returned {
  readonly items: readonly Value[] | null;
  /** The expression in which the items stand. */
  readonly list: Expr | null;
}

const UNKNOWN_ITEMS: Returned = { items: null, list: null };

/** What one alternative of a returned value puts into the slots. */
function returnedItems(
  node: NodeWithOutputs,
  state: State,
  value: Value,
  at: ReturnStatement,
): Returned {
  const isV3 = node.api === 'v3';
  if (value.kind === 'nodeOutput') {
    const isKnown = isV3 && value.items !== null && value.items.length > 0;
    return isKnown ? { items: value.items, list: at.value } : UNKNOWN_ITEMS;
  }
  const object = objectOf(state, value);
  if (isV3 && object !== null) return UNKNOWN_ITEMS;
  if (object?.type !== 'dict') return { items: itemsOf(state, value), list: at.value };
  const result = object.maybe.has('result') ? undefined : object.entries.get('result');
  const items = itemsOf(state, result);
  return items && items.length > 0 ? { items, list: resultNode(at) } : UNKNOWN_ITEMS;
}

/** The node of `"result": (...)` in a literal dict, so that slots can be pointed at. */
function resultNode(at: ReturnStatement): Expr | null {
  if (at.value?.type !== 'Dict') return null;
  const entry = at.value.entries.find(
    ({ key }) => key?.type === 'String' && key.value === 'result',
  );
  return entry?.value ?? null;
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

/** `slot.value` as a whole: wrong where every alternative is, in every item where it is a list. */
function checkSlot(slot: SlotEvent): RuleFinding | null {
  const { type, isList } = slot.output;
  if (!contractNamed(type) || isList === null) return null;
  return everyAlternative(slot.value, value =>
    isList ? checkItems({ ...slot, value }) : checkNodeEvent({ ...slot, value }),
  );
}

/** `OUTPUT_IS_LIST`: ComfyUI iterates the slot, and each item must fit. */
function checkItems(slot: SlotEvent): RuleFinding | null {
  const element = slot.value.kind === 'unknown' ? null : elementOf(slot.state, slot.value);
  if (element === null) return null;
  return everyAlternative(element, value => checkNodeEvent({ ...slot, value, expr: null }));
}

function everyAlternative(
  value: Value,
  check: (value: Value) => RuleFinding | null,
): RuleFinding | null {
  const found = alternatives(value).map(check);
  return found.every(item => item !== null) ? (found[0] ?? null) : null;
}
