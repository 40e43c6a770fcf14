/** A TIFF of gray 8 x 8 pages, page `i` of level `i % 256` (TIFF 6.0, section 2). */
export function tiffOfPages(count: number): Uint8Array {
  const entries = (dataAt: number): [tag: number, type: number, value: number][] => [
    [256, 3, 8],
    [257, 3, 8],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, dataAt],
    [277, 3, 1],
    [278, 3, 8],
    [279, 4, 64],
  ];
  const pageBytes = 64 + 2 + 9 * 12 + 4;
  const file = Buffer.alloc(8 + count * pageBytes);
  file.write('II*\0', 'latin1');
  file.writeUInt32LE(8 + 64, 4);
  for (let page = 0; page < count; page++) {
    const dataAt = 8 + page * pageBytes;
    file.fill(page % 256, dataAt, dataAt + 64);
    let at = file.writeUInt16LE(9, dataAt + 64);
    for (const [tag, type, value] of entries(dataAt)) {
      at = file.writeUInt16LE(tag, at);
      at = file.writeUInt16LE(type, at);
      at = file.writeUInt32LE(1, at);
      at = type === 3 ? file.writeUInt16LE(value, at) + 2 : file.writeUInt32LE(value, at);
    }
    file.writeUInt32LE(page === count - 1 ? 0 : dataAt + pageBytes + 64, at);
  }
  return new Uint8Array(file);
}
