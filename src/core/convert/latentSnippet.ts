import { type LatentFormatName, latentFormat } from '../contracts/latentFormats';
import { latentRgb } from '../contracts/latentRgb';

/** Lines that make a Latent2RGB picture of `[B,C,H,W]`; a comment where the format is not chosen yet. */
export function latentLines(library: 'torch' | 'numpy', name: string, formatName: string): string {
  const format = latentFormat(formatName);
  const rgb = latentRgb(formatName as LatentFormatName);
  const [array, call] = library === 'torch' ? ['torch.tensor', 'torch'] : ['np.array', 'np'];
  if (!format || !rgb)
    return [
      '# factors, bias: latent_rgb_factors of your latent format; x: its process_in(samples)',
      `rgb = ${call}.einsum('bc...,cj->b...j', x, factors) + bias`,
    ].join('\n');
  const matrix = (rows: readonly (readonly number[])[]) =>
    `[${rows.map(row => `[${row.join(', ')}]`).join(', ')}]`;
  const column = (values: readonly number[]) =>
    `${array}([${values.join(', ')}]).reshape(1, -1${', 1'.repeat(format.dimensions)})`;
  const processed =
    rgb.mean && rgb.std
      ? `(${name} - ${column(rgb.mean)}) * ${format.scale} / ${column(rgb.std)}`
      : `(${name} - ${format.shift}) * ${format.scale}`;
  const cast = library === 'torch' ? '.to(torch.uint8)' : '.astype(np.uint8)';
  const clip = library === 'torch' ? 'torch.clamp' : 'np.clip';
  return [
    `x = ${processed}`,
    ...(rgb.reshape ? unshuffle(library) : []),
    `factors = ${array}(${matrix(rgb.factors)})`,
    `rgb = ${call}.einsum('bc...,cj->b...j', x${library === 'torch' ? '.double()' : ''}, factors${library === 'torch' ? '.double()' : ''})${rgb.bias ? ` + ${array}([${rgb.bias.join(', ')}])` : ''}`,
    `image = (${clip}((rgb + 1) / 2, 0, 1) * 255)${cast} / 255`,
  ].join('\n');
}

function unshuffle(library: 'torch' | 'numpy'): string[] {
  const move = library === 'torch' ? 'permute' : 'transpose';
  return [
    'b, c, h, w = x.shape',
    `x = x.reshape(b, c // 4, 2, 2, h, w).${move}(0, 1, 4, 2, 5, 3).reshape(b, c // 4, 2 * h, 2 * w)`,
  ];
}
