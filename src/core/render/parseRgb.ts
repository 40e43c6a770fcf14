/** `rgb(r, g, b)` or `#rrggbb` as three numbers of 0..255. @throws RangeError on anything else. */
export function parseRgb(text: string): [number, number, number] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex) return [hexByte(hex[1]), hexByte(hex[2]), hexByte(hex[3])];
  const parts = /^rgb\(([^,]+),([^,]+),([^)]+)\)$/.exec(text);
  if (!parts) throw new RangeError(`"${text}" is not a colour of the form #rrggbb`);
  return [byte(parts[1]), byte(parts[2]), byte(parts[3])];
}

function hexByte(text: string | undefined): number {
  return Number.parseInt(text ?? '0', 16);
}

function byte(text: string | undefined): number {
  return Math.max(0, Math.min(255, Math.round(Number(text))));
}
