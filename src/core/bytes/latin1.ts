/** So many arguments every engine takes. */
const STEP = 4096;

const ASCII = new TextDecoder('latin1', { ignoreBOM: true });

/** Bytes as Latin-1 text, one character a byte. */
export function latin1(bytes: Uint8Array): string {
  // The platform's decoder is much faster, but takes 0x80 to 0x9f for Windows' characters.
  if (bytes.every(byte => byte < 0x80)) return ASCII.decode(bytes);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += STEP)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + STEP)));
  return pieces.join('');
}

/** Text as Latin-1, one byte a character; undefined where a character is none of it. */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
