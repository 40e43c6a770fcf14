/**
 * How Pillow 12.3 turns its other pixel modes into 8-bit RGB, to the bit: the documented LoadImage
 * rule is `convert("RGB")` on whatever mode the file opened as.
 */

/** Mode `I;16`: clipped, not scaled, so almost everything is white. A defect of Pillow that ComfyUI shows. */
export function gray16ToGray(samples: Uint16Array): Uint8Array {
  return Uint8Array.from(samples, v => Math.min(v, 255));
}

/** Mode `I`: LoadImage scales it by 1/255 to whole numbers first, then the conversion clips. */
export function int32ToGray(samples: Int32Array): Uint8Array {
  return Uint8Array.from(samples, v => clip(Math.trunc(v * (1 / 255))));
}

/** Mode `F`: truncated and clipped; NaN becomes 0. */
export function float32ToGray(samples: Float32Array): Uint8Array {
  return Uint8Array.from(samples, v => (Number.isNaN(v) ? 0 : clip(Math.trunc(v))));
}

/** Mode `CMYK`, as ink (255 is full ink), interleaved: Pillow's integer formula, no profile. */
export function cmykToRgb(ink: Uint8Array): Uint8Array {
  const pixelCount = ink.length >>> 2;
  const rgb = new Uint8Array(pixelCount * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4) {
    const light = 255 - ink[from + 3]!;
    for (let c = 0; c < 3; c++) rgb[to++] = clip(light - mulDiv255(ink[from + c]!, light));
  }
  return rgb;
}

/** a * b / 255, rounded, without a division. */
function mulDiv255(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

function clip(value: number): number {
  return value < 0 ? 0 : Math.min(value, 255);
}
