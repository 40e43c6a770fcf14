import { mark } from '../l10n';
import { firstReason, floats, notEmpty } from './checks';
import type { OneConversion } from './conversion';
import { LATENT } from './docsExamples';
import { elementwise } from './elementwise';
import type { OptionValues } from './options';
import { isAllFinite } from './pointless';
import { assign, pythonNumber } from './snippets';
import { afterReplacing } from './statsAfter';

/** NaN, +Inf and -Inf replaced, as torch.nan_to_num does; all other values stay. */
export const replaceNonFinite: OneConversion = {
  id: 'replaceNonFinite',
  title: mark('Replace NaN and Infinity'),
  summary: 'Puts finite numbers in the place of NaN and Inf, which decode or save as black.',
  from: mark('any float'),
  to: mark('finite'),
  how: 'maths',
  takes: 'one',
  group: 'range',
  suffix: 'finite',
  madeFor: null,
  safeFix: 'finite',
  options: [
    { name: 'nan', title: mark('In the place of NaN'), type: 'number', default: '0' },
    { name: 'posInf', title: mark('In the place of Infinity'), type: 'number', default: '1' },
    { name: 'negInf', title: mark('In the place of -Infinity'), type: 'number', default: '0' },
  ],
  pointless: isAllFinite,
  statsAfter: afterReplacing,
  applies: firstReason(notEmpty, floats),
  run: (input, options, context) => [
    elementwise(input.tensor, context, (ops, x) => {
      const noNan = ops.select(ops.isNaN(x), options.number('nan'), x);
      const noPosInf = ops.select(ops.equal(noNan, Infinity), options.number('posInf'), noNan);
      return ops.select(ops.equal(noPosInf, -Infinity), options.number('negInf'), noPosInf);
    }),
  ],
  example: { tensors: [LATENT] },
  torchSnippet: (name, options) =>
    assign(name, `torch.nan_to_num(${name}.float(), ${keywords(options)})`),
  numpySnippet: (name, options) =>
    assign(name, `np.nan_to_num(${name}.astype(np.float32), ${keywords(options)})`),
};

function keywords(options: OptionValues): string {
  const [nan, posInf, negInf] = ['nan', 'posInf', 'negInf'].map(key =>
    pythonNumber(options.number(key)),
  );
  return `nan=${nan}, posinf=${posInf}, neginf=${negInf}`;
}
