import type { ByteSource } from '../../bytes/byteSource';
import { t } from '../../l10n';
import { asKind, globalKey, type PickleCall } from '../pickle/value';
import type { TensorLayout } from './parts';
import { UnusableTensor } from './storages';

/** The tensor's own `{'conj': True, 'neg': True}`: torch notes these instead of changing the values. */
function lazyBits(call: PickleCall): { readonly conj: boolean; readonly neg: boolean } {
  const index = globalKey(call.callable)?.endsWith('_v3') ? 7 : 6;
  const entries = asKind(call.args[index], 'dict')?.entries;
  return { conj: entries?.get('conj') === true, neg: entries?.get('neg') === true };
}

/**
 * The layout with what torch left to do done while reading: signs of imaginary parts (conj) or of all
 * values (neg). The stored bytes alone would be silently wrong.
 * @throws UnusableTensor for types whose sign is no bit.
 */
export function withSignBits(layout: TensorLayout, call: PickleCall): TensorLayout {
  const { conj, neg } = lazyBits(call);
  const { dtype } = layout;
  if (!conj && !neg) return layout;
  const isComplex = dtype.kind === 'complex';
  if (!isComplex && dtype.kind !== 'float')
    throw new UnusableTensor(
      tensor => t`${tensor} is a negated view of ${dtype.name}, which is not shown`,
    );
  // A complex number is two floats; conj and neg together leave the imaginary part as it is.
  const flips = isComplex ? [neg, neg !== conj] : [neg];
  const partBytes = dtype.bits / 8 / flips.length;
  const signByte = layout.byteOrder === 'little' ? partBytes - 1 : 0;
  const places = flips.flatMap((flip, part) => (flip ? [part * partBytes + signByte] : []));
  return { ...layout, source: flippingSource(layout, places) };
}

/** A source that turns the sign bits at these places of each element, counted from the tensor's start. */
function flippingSource(layout: TensorLayout, places: readonly number[]): ByteSource {
  const { source, byteOffset, dtype } = layout;
  const elementBytes = dtype.bits / 8;
  return {
    size: source.size,
    read: async (offset, length, signal) => {
      const bytes = new Uint8Array(await source.read(offset, length, signal));
      const phase = (((offset - byteOffset) % elementBytes) + elementBytes) % elementBytes;
      for (const place of places) {
        const first = (place - phase + elementBytes) % elementBytes;
        for (let at = first; at < length; at += elementBytes) bytes[at]! ^= 0x80;
      }
      return bytes;
    },
    close: () => source.close(),
  };
}
