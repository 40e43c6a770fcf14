import { type Frame, frameOf, grayFrame } from './frames';
import { gray16ToGray } from './pillow';
import type { PngHeader } from './pngChunks';
import { type PngLayout, sampleBytes } from './pngScanlines';

/** A palette as Pillow fills it: entries that the file does not give are a gray ramp, opaque. */
export interface Palette {
  /** 256 x RGB. */
  readonly rgb: Uint8Array;
  /** 256 values. */
  readonly alpha: Uint8Array;
}

/** A palette of `rgb` triples and, for the first entries, alpha. */
export function paletteOf(rgb: Uint8Array, alpha: Uint8Array = new Uint8Array(0)): Palette {
  const full = Uint8Array.from({ length: 768 }, (_, i) => rgb[i] ?? Math.floor(i / 3));
  return { rgb: full, alpha: Uint8Array.from({ length: 256 }, (_, i) => alpha[i] ?? 255) };
}

/** PLTE and tRNS of a palette PNG. */
export function pngPalette(header: PngHeader): Palette {
  const data = (type: string) => header.chunks.find(chunk => chunk.type === type)?.data;
  return paletteOf(data('PLTE') ?? new Uint8Array(0), data('tRNS'));
}

/** Indexed pixels as colours; alpha only where it counts. */
export function indexedFrame(
  { width, height }: { width: number; height: number },
  indices: Uint8Array,
  palette: Palette,
  alpha: 'keep' | 'drop',
): Frame {
  const rgb = new Uint8Array(indices.length * 3);
  for (let i = 0; i < indices.length; i++)
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = palette.rgb[indices[i]! * 3 + c]!;
  const kept = alpha === 'keep' ? indices.map(index => palette.alpha[index]!) : null;
  return { width, height, rgb, alpha: kept };
}

/** Unpacked samples as the LoadImage rule shows them. */
export function pngFrame(header: PngHeader, layout: PngLayout, samples: Uint8Array): Frame {
  const { width, height, bitDepth, colorType } = layout;
  if (colorType === 'palette')
    return indexedFrame(layout, samples, pngPalette(header), header.hasMask ? 'keep' : 'drop');
  if (colorType === 'gray' && bitDepth === 16)
    return grayFrame(width, height, gray16ToGray(bigEndian16(samples)));
  if (colorType === 'gray' && bitDepth < 8) {
    const scale = 255 / ((1 << bitDepth) - 1);
    return grayFrame(
      width,
      height,
      samples.map(code => code * scale),
    );
  }
  const data = sampleBytes(layout) === 2 ? highBytes(samples) : samples;
  const channels = data.length / (width * height);
  return frameOf({ width, height, channels, data }, header.hasMask ? 'keep' : 'drop');
}

/** Of 16-bit samples the high byte, which comes first; in place. */
function highBytes(samples: Uint8Array): Uint8Array {
  const count = samples.length >> 1;
  for (let i = 0; i < count; i++) samples[i] = samples[2 * i]!;
  return samples.subarray(0, count);
}

function bigEndian16(samples: Uint8Array): Uint16Array {
  const out = new Uint16Array(samples.length >> 1);
  for (let i = 0; i < out.length; i++) out[i] = samples[2 * i]! * 256 + samples[2 * i + 1]!;
  return out;
}
