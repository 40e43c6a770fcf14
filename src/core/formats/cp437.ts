/** Code page 437 from 0x80 on: the encoding of zip names that are not marked as UTF-8. */
const UPPER_HALF =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';

const ASCII = new TextDecoder('latin1', { ignoreBOM: true });

/** Names as Python reads them when the UTF-8 flag is not set. */
export function decodeCp437(bytes: Uint8Array): string {
  // Nearly every name is: an archive may hold a hundred thousand.
  if (bytes.every(byte => byte < 0x80)) return ASCII.decode(bytes);
  return Array.from(bytes, byte =>
    byte < 0x80 ? String.fromCharCode(byte) : UPPER_HALF[byte - 0x80],
  ).join('');
}
