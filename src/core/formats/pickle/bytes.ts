import { latin1Bytes } from '../../bytes/latin1';
import { asKind, globalKey, type PickleValue } from './value';

/** The value where it is text. */
export function textOf(value: PickleValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Bytes as every pickle protocol writes them: plainly, or as Latin-1 text to encode, or wrapped. */
export function bytesOf(value: PickleValue | undefined): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  // Python 2 wrote its byte strings as text.
  if (typeof value === 'string') return latin1Bytes(value);
  const call = asKind(value, 'call');
  const key = call && globalKey(call.callable);
  if (key === '_codecs encode') return latin1Bytes(textOf(call?.args[0]) ?? '');
  const wrapped = call?.args[0];
  const wraps = key !== undefined && /^(builtins|__builtin__) (bytes|bytearray)$/.test(key);
  if (wraps && call?.args.length === 0) return new Uint8Array(0);
  return wraps && wrapped instanceof Uint8Array ? wrapped : undefined;
}
