/** Code page 437 from 0x80 on: the encoding of zip names that are not marked as UTF-8. */
const UPPER_HALF =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';

/** Names as Python reads them when the UTF-8 flag is not set. */
export function decodeCp437(bytes: Uint8Array): string {
  return Array.from(bytes, byte =>
    byte < 0x80 ? String.fromCharCode(byte) : UPPER_HALF[byte - 0x80],
  ).join('');
}
