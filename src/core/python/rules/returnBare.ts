import { type LocalText, t } from '../../l10n';
import { elementOf, itemsOf, objectOf } from '../domain/heap';
import { alternatives } from '../domain/join';
import type { Edit, Violation } from '../domain/outcome';
import type { State } from '../domain/state';
import type { Value } from '../domain/value';

import type { ReturnEvent } from '../nodes/events';
import type { NodeOutput } from '../nodes/node';
import type { PythonRule } from './rule';

/** docs/rules/python/return-bare.md */
export const returnBare: PythonRule = {
  id: 'python/return-bare',
  severity: 'error',
  title: 'Bare value returned',
  description:
    'A node with outputs returns one value, not a tuple: return image instead of return (image,).',
  on: {
    return: check,
  },
};

/** What is returned bare, and what then arrives; `isWhole` where it is the very value of the only slot. */
interface Bare {
  readonly what: LocalText;
  readonly why: LocalText;
  readonly isWhole: boolean;
}

function check(event: ReturnEvent): Violation | null {
  const { value, node } = event;
  const [output] = node.outputs;
  if (!output) return null;
  const found = node.api === 'v3' ? bareInV3(value) : bareInV1(event.state, value, output);
  return found && violation(event, found);
}

function bareInV3(value: Value): Bare | null {
  const what = nameOf(value);
  const why = t('ComfyUI raises on anything but a NodeOutput, tuple or dict');
  return what && { what, why, isWhole: true };
}

function bareInV1(state: State, value: Value, output: NodeOutput): Bare | null {
  if (value.kind === 'tensor') return bareTensor(value, output);
  if (isList(value)) return bareConditioning(state, value, output);
  const what = nameOf(value);
  if (what === null) return null;
  if (value.kind !== 'string')
    return {
      what,
      why: t('ComfyUI asks for its length and raises'),
      isWhole: isOwn(value, output),
    };
  // One letter is its own first letter.
  if (value.value?.length === 1) return null;
  const why = t('ComfyUI takes its letters for the outputs, so the next node gets the first one');
  return { what, why, isWhole: isOwn(value, output) };
}

/** Axes that a slot's tensor has; none where the slot holds something else for sure. */
const RANKS: Readonly<Record<string, number>> = { IMAGE: 4, MASK: 3, SIGMAS: 1 };
const OBJECTS = /^(LATENT|CONDITIONING|MODEL|CLIP|VAE)$/;

/** ComfyUI hands on item 0: a sound one, as of `[1,1,H,W,C]`, is let be, and an unknown rank is no proof. */
function bareTensor(value: Extract<Value, { kind: 'tensor' }>, output: NodeOutput): Bare | null {
  const { type, isList } = output;
  const wanted = RANKS[type ?? ''];
  if (type === null || isList === null) return null;
  const rank = value.axes?.length;
  const isUnsound =
    wanted === undefined
      ? OBJECTS.test(type)
      : value.library === 'numpy' || (rank !== undefined && rank !== wanted + (isList ? 2 : 1));
  if (!isUnsound) return null;
  return {
    what: t('a bare tensor'),
    why: t(
      'ComfyUI takes its first axis for the list of outputs, so the next node gets one slice without its batch axis',
    ),
    isWhole: value.library === 'torch' && rank === wanted && !isList,
  };
}

/** `[[cond, {...}]]` for CONDITIONING: the next node would get the pair and not the list of pairs. */
function bareConditioning(state: State, value: Value, output: NodeOutput): Bare | null {
  if (output.type !== 'CONDITIONING' || output.isList !== false) return null;
  const element = elementOf(state, value);
  const isPair = (part: Value) => {
    const items = itemsOf(state, part);
    return items?.length === 2 && objectOf(state, items[1])?.type === 'dict';
  };
  if (element === null || !alternatives(element).every(isPair)) return null;
  return {
    what: t('a bare list'),
    why: t('ComfyUI takes its items for the outputs, so the next node gets the first pair of it'),
    isWhole: true,
  };
}

const isList = (value: Value): boolean => value.kind === 'reference' && value.type === 'list';

const NAMES: Readonly<Partial<Record<Value['kind'], () => LocalText>>> = {
  tensor: () => t('a bare tensor'),
  pil: () => t('a PIL image'),
  string: () => t('a bare string'),
  int: () => t('a bare number'),
  float: () => t('a bare number'),
  bool: () => t('a bare number'),
};

const nameOf = (value: Value): LocalText | null =>
  NAMES[value.kind]?.() ?? (isList(value) ? t('a bare list') : null);

const OWN: Readonly<Record<string, Value['kind']>> = {
  STRING: 'string',
  INT: 'int',
  FLOAT: 'float',
  BOOLEAN: 'bool',
};

const isOwn = (value: Value, { type, isList }: NodeOutput): boolean =>
  type !== null && isList === false && OWN[type] === value.kind;

function violation(event: ReturnEvent, { what, why, isWhole }: Bare): Violation {
  const { text: source, value, node, statement: at } = event;
  const text = source.slice(at.value!.from, at.value!.to);
  const wanted = node.outputs.length;
  const shown = text.length < 40 ? text : 'value';
  return {
    at: at.outer!,
    message: t`This returns ${what}, not a tuple of ${wanted}: ${why}. Write \`(${shown},)\`.`,
    steps: [value.kind === 'tensor' ? value.step : null],
    ...(wanted === 1 &&
      isWhole && {
        fix: { title: t('Return a tuple: add the trailing comma'), edits: tupleEdits(event) },
      }),
  };
}

function tupleEdits({ text: source, node, statement }: ReturnEvent): readonly Edit[] {
  const value = statement.value!;
  const outer = statement.outer!;
  const isWrapped =
    source[outer.from] === '(' && source[outer.to - 1] === ')' && outer.to > value.to;
  if (isWrapped && node.api === 'v1') return [{ from: value.to, to: value.to, newText: ',' }];
  const text = source.slice(value.from, value.to);
  return [{ from: outer.from, to: outer.to, newText: `(${text},)` }];
}
