import { LATENT_MARKER } from '../contracts/classify';
import { DTYPES } from '../tensor/dtypes';
import { firstReason, floats, kindIs, nameOf, notEmpty } from './checks';
import type { Conversion, ConversionInput, TensorStream } from './conversion';
import { elementwise } from './elementwise';
import { assign } from './snippets';

/** ComfyUI's factor for SD 1.x latents, which files without the marker were multiplied by. */
const OLD_SCALE = 0.18215;

/** x / 0.18215 and the version marker: what LoadLatent does to an old file each time it reads it. */
export const rescaleOldLatent: Conversion = {
  id: 'rescaleOldLatent',
  title: 'Rescale Old Latent',
  summary: 'Brings a .latent without the version marker to today’s scale, and marks it.',
  from: '.latent without marker',
  to: '.latent with marker',
  how: 'maths',
  takes: 'inPlace',
  suffix: 'rescaled',
  madeFor: 'LATENT',
  options: [],
  applies: firstReason(notMarked, notEmpty, floats, kindIs('LATENT')),
  run: ([input], _options, context) => [
    elementwise(input!.tensor, context, (ops, x) => ops.multiply(x, Math.fround(1 / OLD_SCALE))),
    MARKER,
  ],
  torchSnippet: name => assign(name, `${name}.float() * (1.0 / ${OLD_SCALE})`),
  numpySnippet: name => assign(name, `${name}.astype(np.float32) * np.float32(1.0 / ${OLD_SCALE})`),
};

const MARKER: TensorStream = {
  name: LATENT_MARKER,
  dtype: DTYPES.F32,
  shape: [0],
  async *chunks() {},
};

function notMarked(input: ConversionInput): string | null {
  return input.siblings?.includes(LATENT_MARKER)
    ? `${nameOf(input)} is marked already: its values are in today's scale`
    : null;
}
