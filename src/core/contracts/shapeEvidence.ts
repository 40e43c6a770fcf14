import { type LocalText, t } from '../l10n';
import type { TensorHeader } from './contract';
import { CONTRACTS, contractOf, type Kind } from './index';
import type { NameEvidence } from './names';
import { type Reading, shapeText } from './reading';

const NUMERIC = /^(BOOL|[UI](8|16|32|64)|B?F\d+(_\w+)?|C\d+)$/;

/** A shape in words: "rank 4, 4 channels in dim 1". */
export function describeShape(reading: Reading<string>): LocalText {
  const axis = reading.layout.indexOf('C');
  const rank = reading.shape.length;
  if (axis < 0) return t`rank ${rank}`;
  const count = reading.shape[axis];
  return count === 1
    ? t`rank ${rank}, ${count} channel in dim ${axis}`
    : t`rank ${rank}, ${count} channels in dim ${axis}`;
}

/** Whether dtype and rank let a tensor be what its name says. */
export function fitsNamedKind({ dtype, shape }: TensorHeader, named: NameEvidence): boolean {
  if (!NUMERIC.test(dtype) || shape.length === 0) return false;
  if (named.role === 'noise_mask') return shape.length > 1;
  const contract = contractOf(named.kind);
  const isFloat = dtype.startsWith('F') || dtype.startsWith('BF');
  // One axis is a list (encoded bytes, sound samples, indices), but for one that is empty.
  const isEmptyList = shape.length === 1 && shape[0] === 0;
  if (!contract.mayBeNamed(isEmptyList ? [0, 0] : shape, isFloat)) return false;
  if (named.strength === 'strong') return true;
  return !['rank', 'channel-count', 'empty'].includes(contract.read(shape).fault ?? '');
}

/** What the shape of a file's only tensor says, where little else fits. */
export function shapeEvidence(tensor: TensorHeader): { kind: Kind | null; ambiguity?: LocalText } {
  const { shape } = tensor;
  const [kind, other] = CONTRACTS.filter(one => one.fitsShape?.(tensor)).map(one => one.kind);
  if (!kind) return { kind: null };
  if (other)
    return {
      kind: null,
      ambiguity: t`${shapeText(shape)}: ${t(contractOf(kind).named)} or ${t(contractOf(other).named)}, both fit`,
    };
  const ambiguity = contractOf(kind).doubt?.(shape);
  return ambiguity ? { kind: null, ambiguity } : { kind };
}
