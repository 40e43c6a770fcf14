import { mark } from '../l10n';
import { DTYPES } from '../tensor/dtypes';
import { castElements } from './cast';
import { realNumbers } from './checks';
import type { Conversion } from './conversion';
import { assign } from './snippets';
import { mappedStream } from './streams';

/** Every element as F32, in its own scale: 255 stays 255. */
export const toFloat32: Conversion = {
  id: 'toFloat32',
  title: mark('Convert to Float32'),
  summary: 'Makes every value a float32 in its own scale: no hidden division by 255.',
  from: mark('any tensor of real numbers'),
  to: mark('F32'),
  how: 'bits',
  takes: 'inPlace',
  suffix: 'float32',
  madeFor: null,
  options: [],
  applies: realNumbers,
  run: ([input]) => {
    const { tensor } = input!;
    const settings = { lossy: true, overflow: 'torch' } as const;
    return [
      mappedStream(tensor, DTYPES.F32, (bytes, count) =>
        castElements(bytes, count, tensor.dtype, DTYPES.F32, settings),
      ),
    ];
  },
  torchSnippet: name => assign(name, `${name}.float()`),
  numpySnippet: name => assign(name, `${name}.astype(np.float32)`),
};
