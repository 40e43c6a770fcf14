const MAX_CODES = 4096;

/**
 * The palette indices of a GIF image, at most `count`; fewer when the data is cut or broken. GIF89a
 * appendix F: variable-length codes, low bit first.
 */
export function decodeLzw(data: Uint8Array, minCodeBits: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  if (minCodeBits < 1 || minCodeBits > 11) return out.subarray(0, 0);
  const clear = 1 << minCodeBits;
  const end = clear + 1;
  const prefix = new Uint16Array(MAX_CODES);
  const suffix = new Uint8Array(MAX_CODES);
  const length = new Uint16Array(MAX_CODES).fill(1, 0, clear);
  for (let code = 0; code < clear; code++) suffix[code] = code;
  let [next, codeBits, last] = [end + 1, minCodeBits + 1, -1];
  let [bits, bitCount, written] = [0, 0, 0];
  for (let at = 0; written < count; ) {
    while (bitCount < codeBits && at < data.length) {
      bits |= data[at++]! << bitCount;
      bitCount += 8;
    }
    if (bitCount < codeBits) break;
    const code = bits & ((1 << codeBits) - 1);
    bits >>>= codeBits;
    bitCount -= codeBits;
    if (code === end) break;
    if (code === clear) {
      [next, codeBits, last] = [end + 1, minCodeBits + 1, -1];
      continue;
    }
    if (code > next || (code === next && last < 0)) break;
    if (last >= 0 && next < MAX_CODES) {
      prefix[next] = last;
      length[next] = length[last]! + 1;
      // A code that names itself ends with its own first index.
      suffix[next] = firstOf(code === next ? last : code, prefix, length, suffix);
      next++;
      if (next === 1 << codeBits && codeBits < 12) codeBits++;
    }
    const stop = written + length[code]!;
    for (let to = stop - 1, c = code; to >= written; to--, c = prefix[c]!)
      if (to < count) out[to] = suffix[c]!;
    written = Math.min(count, stop);
    last = code;
  }
  return out.subarray(0, written);
}

function firstOf(
  code: number,
  prefix: Uint16Array,
  length: Uint16Array,
  suffix: Uint8Array,
): number {
  let first = code;
  while (length[first]! > 1) first = prefix[first]!;
  return suffix[first]!;
}
