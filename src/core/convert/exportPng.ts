import { imageContract } from '../contracts/image';
import { maskContract } from '../contracts/mask';
import { type LocalText, mark, t } from '../l10n';
import { firstReason, kindIs, nameOf, notEmpty, rankIs, realNumbers } from './checks';
import type { ConversionInput, OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { pictureSize } from './pixels';

/** ComfyUI's SaveImage rule, one picture a batch item: truncate(clip(255 x, 0, 255)). */
export const exportPng: OneConversion = {
  id: 'exportPng',
  title: mark('Export PNG'),
  summary: 'One PNG a batch item, by the rule of SaveImage: 255 x, clipped, truncated.',
  from: mark('IMAGE [B,H,W,C] or MASK [B,H,W]'),
  to: mark('PNG files'),
  how: 'maths',
  takes: 'one',
  group: 'format',
  suffix: '',
  madeFor: imageContract.kind,
  writes: 'pictures',
  menu: 'explorer',
  options: [],
  applies: firstReason(
    rankIs(2, 3, 4),
    kindIs(imageContract.kind, maskContract.kind),
    notEmpty,
    realNumbers,
    isPicture,
  ),
  // The values themselves: a PNG target turns them into pixels, whatever conversion they come from.
  run: input => [input.tensor],
  example: { tensors: [IMAGE], output: 'out.png' },
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
