import { imageContract } from '../contracts/image';
import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import { axisIs, firstReason } from './checks';
import type { OneConversion } from './conversion';
import { RGBA } from './docsExamples';
import { imageLike, imageTensor, pickChannel } from './imageItems';
import { hasNoAlpha } from './pointless';

/** RGBA to an IMAGE of three channels and MASK = 1 - alpha; a MASK of zeros where there is no alpha. */
export const splitAlpha: OneConversion = {
  id: 'splitAlpha',
  title: mark('Split Alpha into Mask'),
  summary: 'Takes alpha out of an IMAGE: three channels, and a MASK that is 1 - alpha.',
  from: mark('IMAGE [B,H,W,4] or [B,H,W,3]'),
  to: mark('IMAGE [B,H,W,3] and MASK [B,H,W]'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'split-alpha',
  madeFor: imageContract.kind,
  options: [],
  pointless: hasNoAlpha,
  applies: firstReason(imageLike, axisIs(-1, 3, 4)),
  run: (input, _options, context) => {
    const [, height, width, channels] = input.tensor.shape as [number, number, number, number];
    const image = {
      name: 'image',
      itemShape: [height, width, 3],
      kind: imageContract.kind,
    } as const;
    const mask = { name: 'mask', itemShape: [height, width], kind: maskContract.kind } as const;
    return [
      imageTensor(input, context, image, (ops, item) =>
        ops.gather(item, Int32Array.of(0, 1, 2), 3),
      ),
      imageTensor(input, context, mask, (ops, item) =>
        channels === 4
          ? ops.subtract(1, pickChannel(ops, item, 3))
          : ops.constant(new Float32Array(height * width), [1, height, width]),
      ),
    ];
  },
  example: { tensors: [RGBA] },
  torchSnippet: name =>
    [
      `mask = 1.0 - ${name}[..., 3] if ${name}.shape[-1] == 4 else torch.zeros(${name}.shape[:3])`,
      `image = ${name}[..., :3]`,
    ].join('\n'),
  numpySnippet: name =>
    [
      `mask = np.float32(1) - ${name}[..., 3].astype(np.float32) if ${name}.shape[-1] == 4 else np.zeros(${name}.shape[:3], np.float32)`,
      `image = ${name}[..., :3].astype(np.float32)`,
    ].join('\n'),
};
