import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { Fix, Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import type { Expr } from '../syntax/ast';
import { quotedCode } from './fixes';
import type { PythonRule } from './rule';

/** docs/rules/python/index-rank.md */
export const indexRank: PythonRule = {
  id: 'python/index-rank',
  severity: 'error',
  title: 'More indices than axes',
  description:
    'More indices than axes, shape[k] past the rank, or .shape unpacked into the wrong number of names.',
  on: {
    tooManyIndices: ({ at, value, given }, { text }) => tooMany(at, value, given, text),
    shapeIndexOutside: ({ at, value, index }) => pastTheShape(at, value, index),
    shapeUnpacked: ({ to, target, value, wanted }) => unpacked(to, target, value, wanted),
  },
};

function tooMany(at: Expr, value: TensorValue, given: number, text: string): Violation {
  const object = at.type === 'Index' ? at.object : undefined;
  return {
    at,
    message: t`${given} indices into ${quotedCode(text, object)}, which is ${axesText(value.axes)} with ${value.axes!.length} axes: torch will raise "too many indices".`,
    steps: [value.step],
  };
}

function pastTheShape(at: Expr, value: TensorValue, index: number): Violation {
  return {
    at,
    message: t`Axis ${index} of a shape of ${value.axes!.length}: the tensor is ${axesText(value.axes)}, so Python will raise "index out of range".`,
    steps: [value.step],
  };
}

function unpacked(to: number, target: Expr, value: TensorValue, wanted: number): Violation {
  const fix = unpackFix(target, value, wanted);
  return {
    at: { from: target.from, to },
    message: t`The shape ${axesText(value.axes)} has ${value.axes!.length} sizes, but ${wanted} names wait for them: Python will raise.`,
    steps: [value.step],
    ...(fix && { fix }),
  };
}

function unpackFix(target: Expr, value: TensorValue, wanted: number): Fix | undefined {
  const rank = value.axes!.length;
  if (target.type !== 'Tuple' || target.items.length === 0) return undefined;
  const [first, last] = [target.items[0]!, target.items.at(-1)!];
  const isImage = rank === 4 && value.axes![3]!.role === 'C';
  if (rank - wanted === 1 && value.axes![0]!.role === 'B') {
    return {
      title: t('Skip the batch axis: _, ...'),
      edits: [{ from: first.from, to: first.from, newText: '_, ' }],
    };
  }
  if (!isImage || wanted !== 2) return undefined;
  const edits = [
    { from: first.from, to: first.from, newText: '_, ' },
    { from: last.to, to: last.to, newText: ', _' },
  ];
  return { title: t('Skip batch and channels: _, h, w, _'), edits };
}
