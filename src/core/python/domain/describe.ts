import { contractOf } from '../../contracts/index';
import { type LocalText, t, verbatim } from '../../l10n';
import { sizeText } from './size';
import type { Axis, TensorValue, Value } from './value';

/** `[B,H,W,3]`; a role stands in for a size that has no text of its own. */
export function axesText(axes: readonly Axis[] | null): string {
  if (axes === null) return '[...]';
  return `[${axes.map(axisText).join(',')}]`;
}

function axisText(axis: Axis): string {
  const text = sizeText(axis.size);
  return text === '?' && axis.role ? axis.role : text;
}

const DTYPE_TEXT = {
  float: 'float',
  half: 'half',
  uint8: 'uint8',
  int: 'int',
  bool: 'bool',
} as const;

function tensorText(value: TensorValue): LocalText {
  const name = value.port ?? (value.library === 'numpy' ? 'ndarray' : 'Tensor');
  const range = value.range ? `${value.range[0]}..${value.range[1]}` : null;
  const parts = [name, axesText(value.axes), value.dtype && DTYPE_TEXT[value.dtype], range];
  return verbatim(parts.filter(part => part !== null).join(' '));
}

type PilImage = Extract<Value, { kind: 'pil' }>;

function pilText({ mode, width, height }: PilImage): LocalText {
  const size = `${sizeText(width)} x ${sizeText(height)}`;
  if (mode === 'bands') return t`PIL image bands ${size}`;
  return mode ? t`PIL image ${mode} ${size}` : t`PIL image ${size}`;
}

/** Whether a value can have a description at all; cheap, for every name of a file. */
export const isWorthSaying = (value: Value): boolean =>
  /^(tensor|pil|int|tuple|sequence|union)$/.test(value.kind);

/** One line for a hover, or null where there is nothing worth saying. */
export const describeValue = (value: Value): LocalText | null => describe(value, tensorText);

/** The same with nothing but the shapes of tensors, as an inlay has room for. */
export const describeShape = (value: Value): LocalText | null =>
  describe(value, ({ axes }) => verbatim(axesText(axes)));

function describe(value: Value, ofTensor: (value: TensorValue) => LocalText): LocalText | null {
  const part = (item: Value): LocalText | null => describe(item, ofTensor);
  switch (value.kind) {
    case 'tensor':
      return value.axes === null && value.port === null ? null : ofTensor(value);
    case 'pil':
      return pilText(value);
    case 'int':
      return value.size === null ? null : verbatim(`int ${sizeText(value.size)}`);
    case 'tuple': {
      if (value.shapeOf) return t`shape ${axesText(value.shapeOf.axes)}`;
      const parts = value.items.map(part);
      return parts.every(text => text === null)
        ? null
        : verbatim(`(${parts.map(text => text ?? '?').join(', ')})`);
    }
    case 'sequence': {
      const element = part(value.element);
      return element && value.isList ? t`list of ${element}` : null;
    }
    case 'union': {
      const [first, ...others] = value.items;
      const port = first?.kind === 'tensor' ? first.port : null;
      const isOnePort = others.every(item => item.kind === 'tensor' && item.port === port);
      const anyOf = port === null ? undefined : contractOf(port).port.anyOf;
      if (anyOf && isOnePort && others.length > 0) return t(anyOf, describeValue(first!));
      const parts = value.items.map(item => (item.kind === 'none' ? 'None' : part(item)));
      return parts.every(text => text === null || text === 'None')
        ? null
        : verbatim(parts.map(text => text ?? '?').join(' | '));
    }
    default:
      return null;
  }
}
