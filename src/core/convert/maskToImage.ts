import { imageContract } from '../contracts/image';
import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import type { OneConversion } from './conversion';
import { MASK } from './docsExamples';
import { itemFloats, itemTensor } from './itemwise';
import { asPlanes, maskSize, planesLike } from './maskShape';

/** MASK `[B,H,W]` to a grey IMAGE `[B,H,W,3]`. */
export const maskToImage: OneConversion = {
  id: 'maskToImage',
  title: mark('Mask to Image'),
  summary: 'Makes a MASK a grey IMAGE of three equal channels.',
  from: mark('MASK [B,H,W], or IMAGE [B,H,W,1]'),
  to: mark('IMAGE [B,H,W,3]'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'image',
  madeFor: maskContract.kind,
  options: [],
  applies: planesLike,
  run: (input, _options, context) => {
    const tensor = asPlanes(input);
    const { height, width } = maskSize(tensor.shape);
    const stream = itemTensor(
      'image',
      [tensor.shape[0]!, height, width, 3],
      async (index, signal) => {
        const values = await itemFloats(tensor, index, signal);
        const maths = await context.maths();
        return maths.compute([{ values, shape: [height, width, 1] }], (ops, plane) =>
          ops.concat([plane, plane, plane], 2),
        );
      },
    );
    return [{ ...stream, kind: imageContract.kind }];
  },
  example: { tensors: [MASK] },
  torchSnippet: name =>
    `image = (${name} if ${name}.shape[-1] == 1 else ${name}.reshape(-1, *${name}.shape[-2:], 1)).expand(-1, -1, -1, 3)`,
  numpySnippet: name =>
    `image = np.repeat(${name}.reshape(-1, *${name}.shape[-2:], 1).astype(np.float32), 3, axis=-1)`,
};
