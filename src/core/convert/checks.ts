import { contractOf, type Kind } from '../contracts/index';
import { TensorFileError } from '../errors';
import { type LocalText, oneOf, t } from '../l10n';
import { elementCount } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import type { ConversionInput } from './conversion';

/** `[1, 3, 512, 512]`, as messages show a shape. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(',')}]`;
}

/** How a message names a tensor: by its name, or by its file where it has none. */
export function nameOf(input: ConversionInput): string {
  return input.tensor.name === '' ? input.file : `"${input.tensor.name}"`;
}

/** `IMAGE [1,3,512,512]`, or the dtype where there is no kind. */
export function describe(kind: Kind | null, tensor: Pick<Tensor, 'shape' | 'dtype'>): string {
  return `${kind ?? tensor.dtype.name} ${shapeText(tensor.shape)}`;
}

type Check = (input: ConversionInput) => LocalText | null;

/** The first reason of several checks. */
export function firstReason(...checks: readonly Check[]): Check {
  return input => {
    for (const check of checks) {
      const reason = check(input);
      if (reason !== null) return reason;
    }
    return null;
  };
}

/** The tensor has one of these ranks. */
export function rankIs(...ranks: readonly number[]): Check {
  return input =>
    ranks.includes(input.tensor.shape.length)
      ? null
      : t`${nameOf(input)} has rank ${input.tensor.shape.length}, shape ${shapeText(input.tensor.shape)}: this needs rank ${oneOf(ranks)}`;
}

/** The tensor is held to one of these contracts, or to none. */
export function kindIs(...kinds: readonly Kind[]): Check {
  return input => {
    if (input.kind === null || kinds.includes(input.kind)) return null;
    const named = t(contractOf(input.kind).named);
    return t`${nameOf(input)} is ${named}: this is for ${oneOf(kinds)}`;
  };
}

/** No size is 0. */
export const notEmpty: Check = input =>
  elementCount(input.tensor.shape) > 0
    ? null
    : t`${nameOf(input)} is empty, shape ${shapeText(input.tensor.shape)}: there is nothing to convert`;

/** The elements are real numbers that can be decoded. */
export const realNumbers: Check = input => {
  const { dtype } = input.tensor;
  return dtype.decodable && dtype.kind !== 'complex' && dtype.kind !== 'other'
    ? null
    : t`${nameOf(input)} is ${dtype.name}, which has no real numbers to compute with`;
};

/** The elements are real floating point numbers. */
export const floats: Check = input =>
  input.tensor.dtype.kind === 'float' && input.tensor.dtype.decodable
    ? null
    : t`${nameOf(input)} is ${input.tensor.dtype.name}: this is for floating point; convert it to F32 first`;

/** The axis has one of these sizes; a negative axis counts from the end. */
export function axisIs(axis: number, ...sizes: readonly number[]): Check {
  return input => {
    const size = input.tensor.shape.at(axis);
    if (size !== undefined && sizes.includes(size)) return null;
    const [name, shape] = [nameOf(input), shapeText(input.tensor.shape)];
    return axis === -1
      ? t`${name} has shape ${shape}: its last axis must be ${sizes.join(', ')}`
      : t`${name} has shape ${shape}: its axis ${axis} must be ${sizes.join(', ')}`;
  };
}

/** @throws TensorFileError with the reason why the input cannot be taken. */
export function refuse(input: ConversionInput | null, reason: LocalText): never {
  throw new TensorFileError(reason, input === null ? {} : { tensor: input.tensor.name });
}

/** @throws TensorFileError when a check finds a reason. */
export function demand(input: ConversionInput, ...checks: readonly Check[]): void {
  const reason = firstReason(...checks)(input);
  if (reason !== null) refuse(input, reason);
}
