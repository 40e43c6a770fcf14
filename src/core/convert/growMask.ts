import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import type { OneConversion } from './conversion';
import { MASK } from './docsExamples';
import { demandNoNaN, maskTensor } from './maskItems';
import { maskSize, planeMask } from './maskShape';
import type { MathsOps, MathsTensor } from './maths';
import type { OptionValues } from './options';

/**
 * Steps of 3 x 3 grey dilation, or erosion when negative, as scipy.ndimage does them: each pixel becomes
 * the greatest (least) of its neighbourhood; past the border there is nothing to add.
 */
export const growMask: OneConversion = {
  id: 'growMask',
  title: mark('Grow or Shrink Mask'),
  summary: 'Grows a MASK by a number of pixels, or shrinks it when the number is negative.',
  from: mark('MASK'),
  to: mark('MASK'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'grown',
  madeFor: maskContract.kind,
  options: [
    {
      name: 'expand',
      title: mark('Pixels to grow by, negative to shrink'),
      type: 'integer',
      required: true,
      minimum: -16384,
      maximum: 16384,
    },
    { name: 'tapered', title: mark('Round the corners'), type: 'boolean', default: 'true' },
  ],
  applies: planeMask,
  run: (input, options, context) => {
    const size = maskSize(input.tensor.shape);
    const rounds = roundsOf(size, options).map(
      steps => (ops: MathsOps, plane: MathsTensor) => grow(ops, plane, steps, options),
    );
    return [maskTensor(input, context, size, rounds, values => demandNoNaN(input, values))];
  },
  example: { tensors: [MASK], options: { expand: '6' } },
  torchSnippet: (name, options) => torchLines(name, options),
  numpySnippet: (name, options) => numpyLines(name, options),
};

/** Every step of a round keeps its planes until the round ends. */
const ROUND_BYTES = 256 * 1024 * 1024;
const MAX_ROUND_STEPS = 16;
const PLANES_PER_STEP = 3;

/** Steps split into rounds of bounded memory; more steps than rows and columns change nothing more. */
function roundsOf(
  size: { readonly height: number; readonly width: number },
  options: OptionValues,
) {
  const steps = Math.min(Math.abs(options.number('expand')), size.height + size.width);
  const stepBytes = size.height * size.width * 4 * PLANES_PER_STEP;
  const most = Math.max(1, Math.min(MAX_ROUND_STEPS, Math.floor(ROUND_BYTES / stepBytes)));
  const rounds = Array.from({ length: Math.ceil(steps / most) }, (_, i) =>
    Math.min(most, steps - i * most),
  );
  return rounds.length > 0 ? rounds : [0];
}

function grow(
  ops: MathsOps,
  plane: MathsTensor,
  steps: number,
  options: OptionValues,
): MathsTensor {
  const tapered = options.flag('tapered');
  return options.number('expand') < 0
    ? ops.negate(dilate(ops, ops.negate(plane), steps, tapered))
    : dilate(ops, ops.multiply(plane, 1), steps, tapered);
}

function dilate(ops: MathsOps, plane: MathsTensor, steps: number, tapered: boolean): MathsTensor {
  let result = plane;
  for (let step = 0; step < steps; step++) {
    result = tapered
      ? ops.maximum(ops.maximumFilter(result, 3, 1), ops.maximumFilter(result, 1, 3))
      : ops.maximumFilter(result, 3, 3);
  }
  return result;
}

function torchLines(name: string, options: OptionValues): string {
  const sign = options.number('expand') < 0 ? '-' : '';
  const pool = 'torch.nn.functional.max_pool2d';
  const step = options.flag('tapered')
    ? `torch.maximum(${pool}(planes, (3, 1), 1, (1, 0)), ${pool}(planes, (1, 3), 1, (0, 1)))`
    : `${pool}(planes, 3, 1, 1)`;
  return [
    `planes = ${sign}${name}.reshape(-1, 1, *${name}.shape[-2:])`,
    `for _ in range(${Math.abs(options.number('expand'))}):`,
    `    planes = ${step}`,
    `${name} = ${sign}planes.reshape(${name}.shape)`,
  ].join('\n');
}

function numpyLines(name: string, options: OptionValues): string {
  const sign = options.number('expand') < 0 ? '-' : '';
  const corners = options.flag('tapered') ? ' if dy == 1 or dx == 1' : '';
  return [
    `planes = ${sign}${name}.reshape(-1, *${name}.shape[-2:]).astype(np.float32)`,
    'h, w = planes.shape[1:]',
    `for _ in range(${Math.abs(options.number('expand'))}):`,
    "    wide = np.pad(planes, ((0, 0), (1, 1), (1, 1)), mode='edge')",
    `    planes = np.max([wide[:, dy:dy + h, dx:dx + w] for dy in range(3) for dx in range(3)${corners}], axis=0)`,
    `${name} = ${sign}planes.reshape(${name}.shape)`,
  ].join('\n');
}
