import { latentContract } from '../contracts/latent';
import { LATENT_MARKER, LATENT_TENSOR, OLD_SCALE } from '../contracts/savedLatent';
import { mark } from '../l10n';
import { DTYPES } from '../tensor/dtypes';
import { lazyTensor } from '../tensor/lazyTensor';
import { firstReason, floats, kindIs, notEmpty } from './checks';
import type { OneConversion } from './conversion';
import { elementwise } from './elementwise';
import { isOldLatent } from './oldLatent';
import { assign } from './snippets';
import { afterScaling } from './statsAfter';

const FACTOR = Math.fround(1 / OLD_SCALE);

/** x / 0.18215 and the version marker: what LoadLatent does to an old file each time it reads it. */
export const rescaleOldLatent: OneConversion = {
  id: 'rescaleOldLatent',
  title: mark('Rescale Old Latent'),
  summary: 'Brings a .latent without the version marker to today’s scale, and marks it.',
  from: mark('.latent without marker'),
  to: mark('.latent with marker'),
  how: 'maths',
  takes: 'one',
  group: 'latent',
  suffix: 'rescaled',
  madeFor: latentContract.kind,
  safeFix: 'scale',
  options: [],
  statsAfter: stats => afterScaling(stats, FACTOR),
  applies: firstReason(isOldLatent, notEmpty, floats, kindIs(latentContract.kind)),
  run: (input, _options, context) => [
    elementwise(input.tensor, context, (ops, x) => ops.multiply(x, FACTOR)),
    MARKER,
  ],
  example: {
    tensors: [[LATENT_TENSOR, latentContract.kind, 'F32', [1, 4, 64, 96]]],
    output: 'out.latent',
  },
  torchSnippet: name => assign(name, `${name}.float() * (1.0 / ${OLD_SCALE})`),
  numpySnippet: name => assign(name, `${name}.astype(np.float32) * np.float32(1.0 / ${OLD_SCALE})`),
};

const MARKER = lazyTensor(
  { name: LATENT_MARKER, dtype: DTYPES.F32, shape: [0] },
  { read: async () => new Uint8Array(0), async *stream() {} },
);
