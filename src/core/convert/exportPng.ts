import { type LocalText, mark, t } from '../l10n';
import { firstReason, kindIs, nameOf, notEmpty, rankIs, realNumbers } from './checks';
import type { Conversion, ConversionInput } from './conversion';
import { pictureSize } from './pixels';
import { viewStream } from './streams';

/** ComfyUI's SaveImage rule, one picture a batch item: truncate(clip(255 x, 0, 255)). */
export const exportPng: Conversion = {
  id: 'exportPng',
  title: mark('Export PNG'),
  summary: 'One PNG a batch item, by the rule of SaveImage: 255 x, clipped, truncated.',
  from: mark('IMAGE [B,H,W,C] or MASK [B,H,W]'),
  to: mark('PNG files'),
  how: 'maths',
  takes: 'each',
  suffix: 'png',
  madeFor: 'IMAGE',
  options: [],
  applies: firstReason(rankIs(2, 3, 4), kindIs('IMAGE', 'MASK'), notEmpty, realNumbers, isPicture),
  // The values themselves: a PNG target turns them into pixels, whatever conversion they come from.
  run: ([input]) => [viewStream(input!.tensor)],
  torchSnippet: name => snippet(name, 'item.cpu().numpy()'),
  numpySnippet: name => snippet(name, 'item'),
};

function snippet(name: string, item: string): string {
  return [
    `for i, item in enumerate(${name}):`,
    `    pixels = np.clip(255.0 * ${item}, 0, 255).astype(np.uint8)`,
    "    Image.fromarray(pixels).save(f'{i:05}.png')",
  ].join('\n');
}

function isPicture(input: ConversionInput): LocalText | null {
  const size = pictureSize(input.tensor.shape, input.kind);
  return typeof size === 'string' ? t`${nameOf(input)} cannot be a PNG: ${size}` : null;
}
