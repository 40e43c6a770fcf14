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

/** So many arguments every engine takes. */
const STEP = 4096;

const ASCII = new TextDecoder('latin1', { ignoreBOM: true });

/** Bytes as Latin-1 text, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  // The platform's decoder, which is much faster, takes 0x80 to 0x9f for Windows' characters.
  if (bytes.every(byte => byte < 0x80)) return ASCII.decode(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP)
    text += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return text;
}

function latin1Bytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
