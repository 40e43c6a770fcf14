import { imageContract } from '../contracts/image';
import { maskContract } from '../contracts/mask';
import { mark, t } from '../l10n';
import { nameOf, refuse } from './checks';
import type { OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { imageLike, imageTensor, pickChannel } from './imageItems';
import type { OptionValues } from './options';

const CHANNELS = ['red', 'green', 'blue', 'alpha'] as const;

/** One channel of an IMAGE as a MASK, as it is: alpha is not inverted. */
export const channelToMask: OneConversion = {
  id: 'channelToMask',
  title: mark('Channel to Mask'),
  summary: 'Takes one channel of an IMAGE as a MASK, not inverted.',
  from: mark('IMAGE [B,H,W,C]'),
  to: mark('MASK [B,H,W]'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'mask',
  madeFor: imageContract.kind,
  options: [
    { name: 'channel', title: mark('Channel'), type: 'choice', choices: CHANNELS, default: 'red' },
  ],
  applies: imageLike,
  run: (input, options, context) => {
    const { shape } = input.tensor;
    const channel = channelIndex(options);
    if (channel >= shape[3]!)
      refuse(
        input,
        t`${nameOf(input)} has ${shape[3]} channels: there is no ${options.text('channel')}`,
      );
    const result = { name: 'mask', itemShape: shape.slice(1, 3), kind: maskContract.kind } as const;
    return [imageTensor(input, context, result, (ops, item) => pickChannel(ops, item, channel))];
  },
  example: { tensors: [IMAGE], options: { channel: 'red' } },
  torchSnippet: (name, options) => `mask = ${name}[..., ${channelIndex(options)}]`,
  numpySnippet: (name, options) =>
    `mask = ${name}[..., ${channelIndex(options)}].astype(np.float32)`,
};

function channelIndex(options: OptionValues): number {
  return (CHANNELS as readonly string[]).indexOf(options.text('channel'));
}
