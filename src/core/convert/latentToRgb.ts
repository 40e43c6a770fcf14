import { LATENT_FORMATS, latentFormat } from '../contracts/latentFormats';
import { hasLatentRgb, latentPictureSize, latentPictures } from '../render/latentRgb';
import { DTYPES } from '../tensor/dtypes';
import { firstReason, kindIs, nameOf, notEmpty, rankIs, realNumbers, refuse } from './checks';
import type { Conversion, ConversionInput } from './conversion';
import { itemFloats, itemStream } from './itemwise';
import { latentLines } from './latentSnippet';
import { oldLatentMultiplier } from './oldLatent';
import type { OptionValues } from './options';

/** Formats that have a picture at all. */
const FORMATS = LATENT_FORMATS.map(format => format.name).filter(hasLatentRgb);

/**
 * ComfyUI's Latent2RGB preview as an IMAGE at latent size; frames of a video become items of the batch.
 * Values are the preview's bytes / 255, so that saving them gives the same bytes.
 */
export const latentToRgb: Conversion = {
  id: 'latentToRgb',
  title: 'Latent to RGB',
  summary: 'Paints a LATENT as ComfyUI’s Latent2RGB preview does, by the format given.',
  from: 'LATENT [B,C,H,W] or [B,C,T,H,W]',
  to: 'IMAGE [B,H,W,3]',
  how: 'maths',
  takes: 'each',
  suffix: 'rgb',
  madeFor: 'LATENT',
  options: [{ name: 'format', title: 'Latent format', type: 'choice', choices: FORMATS }],
  applies: firstReason(rankIs(4, 5), kindIs('LATENT'), notEmpty, realNumbers, hasCandidate),
  run: ([input], options) => {
    const { tensor } = input!;
    const format = formatOf(input!, options);
    const item = tensor.shape.slice(1);
    const multiplier = oldLatentMultiplier(input!);
    const { frames, height, width } = latentPictureSize(format, item);
    const stream = itemStream(
      'image',
      [tensor.shape[0]!, height, width, 3],
      async (index, signal) => {
        const values = await itemFloats(tensor, index, signal);
        const scaled = multiplier === 1 ? values : values.map(value => value * multiplier);
        const { pixels } = latentPictures(scaled, item, format);
        return Float32Array.from(pixels, byte => byte / 255);
      },
    );
    return [
      {
        ...stream,
        shape: [tensor.shape[0]! * frames, height, width, 3],
        dtype: DTYPES.F32,
        kind: 'IMAGE',
      },
    ];
  },
  torchSnippet: (name, options) => latentLines('torch', name, options.text('format')),
  numpySnippet: (name, options) => latentLines('numpy', name, options.text('format')),
};

/** Formats that the shape allows and that have a picture. */
function candidatesOf(input: ConversionInput): string[] {
  const { shape } = input.tensor;
  return FORMATS.filter(name => {
    const format = latentFormat(name)!;
    return format.channels === shape[1] && format.dimensions === shape.length - 2;
  });
}

function hasCandidate(input: ConversionInput): string | null {
  return candidatesOf(input).length > 0
    ? null
    : `${nameOf(input)} has ${input.tensor.shape[1]} channels: no latent format with an RGB preview has that shape`;
}

function formatOf(input: ConversionInput, options: OptionValues): string {
  const candidates = candidatesOf(input);
  const chosen = options.text('format');
  if (chosen === '') {
    if (candidates.length === 1) return candidates[0]!;
    return refuse(
      input,
      `${nameOf(input)} may be ${candidates.join(', ')}: say which with the option format`,
    );
  }
  const format = latentFormat(chosen)!;
  if (format.channels === input.tensor.shape[1]) return chosen;
  return refuse(
    input,
    `${nameOf(input)} has ${input.tensor.shape[1]} channels, ${chosen} has ${format.channels}: it may be ${candidates.join(', ')}`,
  );
}
