import { mark } from '../l10n';
import { firstReason, notEmpty } from './checks';
import type { OneConversion } from './conversion';
import { MASK } from './docsExamples';
import { countOfPartner } from './fixOptions';
import { concatTensor } from './lazy';
import { hasBatch } from './selectBatch';
import { assign } from './snippets';
import { afterRepeating } from './statsAfter';
import { takeItems } from './views';

/** The batch repeated, then cut to `count`, as ComfyUI's repeat_to_batch_size does. */
export const repeatBatch: OneConversion = {
  id: 'repeatBatch',
  title: mark('Repeat Batch'),
  summary: 'Repeats a batch until it has the count asked for, and cuts what is left over.',
  from: mark('[1,...] or [B,...]'),
  to: mark('[count,...]'),
  how: 'bits',
  takes: 'one',
  group: 'shape',
  suffix: 'repeated',
  madeFor: null,
  safeFix: 'count',
  options: [
    {
      name: 'count',
      title: mark('Items in the result'),
      type: 'integer',
      required: true,
      minimum: 1,
      maximum: 1_000_000,
    },
  ],
  fixOptions: countOfPartner,
  statsAfter: (stats, { tensor }, options) =>
    afterRepeating(stats, options.number('count') / tensor.shape[0]!),
  applies: firstReason(hasBatch, notEmpty),
  run: (input, options) => {
    const { tensor } = input;
    const size = tensor.shape[0]!;
    const count = options.number('count');
    const parts = Array.from({ length: Math.ceil(count / size) }, (_, i) =>
      takeItems(tensor, 0, Math.min(size, count - i * size)),
    );
    return [concatTensor(tensor.name, parts)];
  },
  example: { tensors: [MASK], options: { count: '2' } },
  torchSnippet: (name, options) => {
    const count = options.number('count');
    return assign(name, `torch.cat([${name}] * -(-${count} // ${name}.shape[0]))[:${count}]`);
  },
  numpySnippet: (name, options) => {
    const count = options.number('count');
    return assign(name, `np.concatenate([${name}] * -(-${count} // ${name}.shape[0]))[:${count}]`);
  },
};
