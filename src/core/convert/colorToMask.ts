import { imageContract } from '../contracts/image';
import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import { axisIs, firstReason } from './checks';
import type { OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { imageLike, imageTensor, pickChannel } from './imageItems';
import type { OptionValues } from './options';

/** 1 where every channel, as a byte, is that of the colour: round(255 x) after clamping. */
export const colorToMask: OneConversion = {
  id: 'colorToMask',
  title: mark('Color to Mask'),
  summary: '1 where round(255 x) is the given colour, else 0.',
  from: mark('IMAGE [B,H,W,3] or [B,H,W,4]'),
  to: mark('MASK [B,H,W]'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'mask',
  madeFor: imageContract.kind,
  options: [
    {
      name: 'color',
      title: mark('Colour as #rrggbb'),
      type: 'text',
      required: true,
      pattern: { source: '^#?[0-9a-fA-F]{6}$', expected: mark('a colour such as #ff8000') },
    },
  ],
  applies: firstReason(imageLike, axisIs(-1, 3, 4)),
  run: (input, options, context) => {
    const { shape } = input.tensor;
    const color = bytesOfColor(options);
    const result = { name: 'mask', itemShape: shape.slice(1, 3), kind: maskContract.kind } as const;
    return [
      imageTensor(input, context, result, (ops, item) => {
        const levels = ops.round(ops.multiply(ops.clip(item, 0, 1), 255));
        const same = color.map((byte, c) => ops.equal(pickChannel(ops, levels, c), byte));
        return same.reduce((all, one) => ops.multiply(all, one));
      }),
    ];
  },
  example: { tensors: [IMAGE], options: { color: '#ff0000' } },
  torchSnippet: (name, options) =>
    [
      `levels = (${name}[..., :3].float().clamp(0, 1) * 255.0).round()`,
      `mask = (levels == torch.tensor([${bytesOfColor(options).join(', ')}])).all(dim=-1).float()`,
    ].join('\n'),
  numpySnippet: (name, options) =>
    [
      `levels = np.round(np.clip(${name}[..., :3].astype(np.float32), 0, 1) * np.float32(255))`,
      `mask = (levels == np.array([${bytesOfColor(options).join(', ')}])).all(axis=-1).astype(np.float32)`,
    ].join('\n'),
};

function bytesOfColor(options: OptionValues): number[] {
  const text = options.text('color').replace('#', '');
  return [0, 2, 4].map(at => Number.parseInt(text.slice(at, at + 2), 16));
}
