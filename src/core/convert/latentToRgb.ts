import { imageContract } from '../contracts/image';
import { latentContract } from '../contracts/latent';
import { LATENT_FORMATS, latentFormat } from '../contracts/latentFormats';
import { type LocalText, mark, t } from '../l10n';
import { hasLatentRgb, latentPictureSize } from '../render/latentRgb';
import { readLatentPictures } from '../render/readLatent';
import { bytesOf } from '../tensor/typedViews';
import { firstReason, kindIs, nameOf, notEmpty, rankIs, realNumbers, refuse } from './checks';
import type { ConversionInput, OneConversion } from './conversion';
import { LATENT } from './docsExamples';
import { toFloats } from './elementwise';
import { chunkedItemTensor } from './itemwise';
import { latentLines } from './latentSnippet';
import { oldLatentMultiplier } from './oldLatent';
import type { OptionValues } from './options';
import { squeeze, takeItems } from './views';

/** Formats that have a picture at all. */
const FORMATS = LATENT_FORMATS.map(format => format.name).filter(hasLatentRgb);

/**
 * ComfyUI's Latent2RGB preview as an IMAGE at latent size; frames of a video become items of the batch.
 * Values are the preview's bytes / 255, so that saving them gives the same bytes.
 */
export const latentToRgb: OneConversion = {
  id: 'latentToRgb',
  title: mark('Latent to RGB'),
  summary: 'Paints a LATENT as ComfyUI’s Latent2RGB preview does, by the format given.',
  from: mark('LATENT [B,C,H,W] or [B,C,T,H,W]'),
  to: mark('IMAGE [B,H,W,3]'),
  how: 'maths',
  takes: 'one',
  group: 'latent',
  suffix: 'rgb',
  madeFor: latentContract.kind,
  options: [{ name: 'format', title: mark('Latent format'), type: 'choice', choices: FORMATS }],
  applies: firstReason(
    rankIs(4, 5),
    kindIs(latentContract.kind),
    notEmpty,
    realNumbers,
    hasCandidate,
  ),
  run: (input, options) => {
    const { tensor } = input;
    const format = formatOf(input, options);
    const item = tensor.shape.slice(1);
    const multiplier = oldLatentMultiplier(input);
    const { frames, height, width } = latentPictureSize(format, item);
    const batch = tensor.shape[0]!;
    const floats = (bytes: Uint8Array, count: number) => {
      const values = toFloats(tensor, bytes, count);
      return multiplier === 1 ? values : values.map(value => value * multiplier);
    };
    const pictures = async function* (index: number, signal?: AbortSignal) {
      const latent = squeeze(takeItems(tensor, index, 1), 0);
      for await (const { pixels } of readLatentPictures(latent, format, floats, signal))
        yield bytesOf(Float32Array.from(pixels, byte => byte / 255));
    };
    const shape = [batch * frames, height, width, 3];
    return [{ ...chunkedItemTensor('image', shape, batch, pictures), kind: imageContract.kind }];
  },
  example: { tensors: [LATENT], options: { format: 'SDXL' }, output: 'out.png' },
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

function hasCandidate(input: ConversionInput): LocalText | null {
  return candidatesOf(input).length > 0
    ? null
    : t`${nameOf(input)} has ${input.tensor.shape[1]} channels: no latent format with an RGB preview has that shape`;
}

function formatOf(input: ConversionInput, options: OptionValues): string {
  const candidates = candidatesOf(input);
  const chosen = options.text('format');
  if (chosen === '') {
    if (candidates.length === 1) return candidates[0]!;
    return refuse(
      input,
      t`${nameOf(input)} may be ${candidates.join(', ')}: say which with the option format`,
    );
  }
  const format = latentFormat(chosen)!;
  if (format.channels === input.tensor.shape[1]) return chosen;
  return refuse(
    input,
    t`${nameOf(input)} has ${input.tensor.shape[1]} channels, ${chosen} has ${format.channels}: it may be ${candidates.join(', ')}`,
  );
}
