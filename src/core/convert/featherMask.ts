import { maskContract } from '../contracts/mask';
import { mark, t } from '../l10n';
import { nameOf, refuse } from './checks';
import type { ConversionInput, OneConversion } from './conversion';
import { MASK } from './docsExamples';
import { maskTensor } from './maskItems';
import { maskSize, planeMask } from './maskShape';
import type { OptionValues } from './options';

const EDGES = ['left', 'top', 'right', 'bottom'] as const;
const EDGE_TITLES = {
  left: mark('Pixels of ramp at the left'),
  top: mark('Pixels of ramp at the top'),
  right: mark('Pixels of ramp at the right'),
  bottom: mark('Pixels of ramp at the bottom'),
} as const;

/** Linear ramps from each edge, multiplied: pixel k of n counts (k + 1) / n. */
export const featherMask: OneConversion = {
  id: 'featherMask',
  title: mark('Feather Mask'),
  summary: 'Fades a MASK out towards its edges by linear ramps.',
  from: mark('MASK'),
  to: mark('MASK'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'feathered',
  madeFor: maskContract.kind,
  options: EDGES.map(edge => ({
    name: edge,
    title: EDGE_TITLES[edge],
    type: 'integer' as const,
    default: '0',
    minimum: 0,
  })),
  applies: planeMask,
  run: (input, options, context) => {
    const size = maskSize(input.tensor.shape);
    const [left, top, right, bottom] = EDGES.map(edge => options.number(edge)) as [
      number,
      number,
      number,
      number,
    ];
    if (EDGES.every(edge => options.number(edge) === 0)) refuseNothing(input);
    const columns = ramp(size.width, left, right);
    const rows = ramp(size.height, top, bottom);
    return [
      maskTensor(input, context, size, [
        (ops, plane) =>
          ops.multiply(
            ops.multiply(plane, ops.constant(columns, [1, 1, size.width])),
            ops.constant(rows, [1, size.height, 1]),
          ),
      ]),
    ];
  },
  example: { tensors: [MASK], options: { left: '32', right: '32' } },
  torchSnippet: (name, options) =>
    [`${name} = ${name}.clone()`, ...lines(name, options)].join('\n'),
  numpySnippet: (name, options) =>
    [`${name} = ${name}.astype(np.float32)`, ...lines(name, options)].join('\n'),
};

function refuseNothing(input: ConversionInput): never {
  return refuse(
    input,
    t`${nameOf(input)} would not change: give left, top, right or bottom a number of pixels`,
  );
}

/** The factor of each pixel along an axis; a ramp longer than the axis is cut to it first. */
function ramp(size: number, start: number, end: number): Float32Array {
  const factors = new Float32Array(size).fill(1);
  const first = Math.min(start, size);
  const last = Math.min(end, size);
  for (let k = 0; k < first; k++) factors[k]! *= Math.fround((k + 1) / first);
  for (let k = 0; k < last; k++) factors[size - 1 - k]! *= Math.fround((k + 1) / last);
  return factors;
}

const PLACES: Readonly<
  Record<(typeof EDGES)[number], { axis: number; place: (k: string) => string }>
> = {
  left: { axis: -1, place: k => `..., ${k}` },
  right: { axis: -1, place: k => `..., -1 - ${k}` },
  top: { axis: -2, place: k => `..., ${k}, :` },
  bottom: { axis: -2, place: k => `..., -1 - ${k}, :` },
};

function lines(name: string, options: OptionValues): string[] {
  return EDGES.filter(edge => options.number(edge) > 0).flatMap(edge => {
    const { axis, place } = PLACES[edge];
    return [
      `n = min(${options.number(edge)}, ${name}.shape[${axis}])`,
      'for k in range(n):',
      `    ${name}[${place('k')}] *= (k + 1) / n`,
    ];
  });
}
