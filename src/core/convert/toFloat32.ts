import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import { DTYPES } from '../tensor/dtypes';
import { castElements } from './cast';
import { realNumbers } from './checks';
import type { OneConversion } from './conversion';
import { mappedTensor } from './lazy';
import { assign } from './snippets';
import { asFloats } from './statsAfter';

/** Every element as F32, in its own scale: 255 stays 255. */
export const toFloat32: OneConversion = {
  id: 'toFloat32',
  title: mark('Convert to Float32'),
  summary: 'Makes every value a float32 in its own scale: no hidden division by 255.',
  from: mark('any tensor of real numbers'),
  to: mark('F32'),
  how: 'bits',
  takes: 'one',
  group: 'format',
  suffix: 'float32',
  madeFor: null,
  menu: 'palette',
  safeFix: 'dtype',
  options: [],
  statsAfter: asFloats,
  applies: realNumbers,
  run: input => {
    const { tensor } = input;
    if (tensor.dtype === DTYPES.F32) return [tensor];
    const settings = { lossy: true, overflow: 'torch' } as const;
    return [
      mappedTensor(tensor, DTYPES.F32, (bytes, count) =>
        castElements(bytes, count, tensor.dtype, DTYPES.F32, settings),
      ),
    ];
  },
  example: { tensors: [['mask', maskContract.kind, 'BOOL', [1, 512, 768]]] },
  torchSnippet: name => assign(name, `${name}.float()`),
  numpySnippet: name => assign(name, `${name}.astype(np.float32)`),
};
