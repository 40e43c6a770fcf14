import { imageContract } from '../contracts/image';
import { type LocalText, mark, t, verbatim } from '../l10n';
import { BATCH_SLICE_PATTERN, parseBatchSlice } from './batchSlice';
import { firstReason, nameOf, notEmpty, refuse } from './checks';
import type { ConversionInput, OneConversion } from './conversion';
import { concatTensor } from './lazy';
import { hasOneItem } from './pointless';
import { assign } from './snippets';
import { takeItems } from './views';

/** Some items of a batch, by a Python slice; the batch axis stays. */
export const selectBatch: OneConversion = {
  id: 'selectBatch',
  title: mark('Select from Batch'),
  summary: 'Takes one item, a run or every n-th of a batch; the batch axis stays.',
  from: mark('[B,...]'),
  to: mark('[n,...]'),
  how: 'bits',
  takes: 'one',
  group: 'shape',
  suffix: 'selected',
  madeFor: null,
  options: [
    {
      name: 'index',
      title: mark('Items, as 3 or 0:4 or ::2'),
      type: 'text',
      required: true,
      pattern: {
        source: BATCH_SLICE_PATTERN,
        expected: mark('an index such as 3, or a slice such as 0:4 or ::2'),
      },
    },
  ],
  pointless: hasOneItem,
  applies: firstReason(hasBatch, notEmpty),
  run: (input, options) => {
    const { tensor } = input;
    const slice = parseBatchSlice(options.text('index'), tensor.shape[0]!);
    if (typeof slice === 'string') return refuse(input, verbatim(`${nameOf(input)}: ${slice}`));
    const { start, step, count } = slice;
    if (step > 0) return [takeItems(tensor, start, count, step)];
    const items = Array.from({ length: count }, (_, i) => takeItems(tensor, start + i * step, 1));
    return [concatTensor(tensor.name, items)];
  },
  example: {
    tensors: [['image', imageContract.kind, 'F32', [16, 512, 768, 3]]],
    options: { index: '0:4' },
  },
  torchSnippet: (name, options) => {
    const index = options.text('index');
    const slice = parseBatchSlice(index, Number.MAX_SAFE_INTEGER);
    if (typeof slice !== 'string' && slice.step < 0)
      return assign(name, `${name}[list(range(${name}.shape[0]))[${index}]]`);
    return assign(name, keepAxis(name, index));
  },
  numpySnippet: (name, options) => assign(name, keepAxis(name, options.text('index'))),
};

/** A single index as a slice of one, so that the axis stays. */
function keepAxis(name: string, index: string): string {
  return index.includes(':') ? `${name}[${index}]` : `${name}[[${Number(index)}]]`;
}

/** The tensor has a first axis. */
export function hasBatch(input: ConversionInput): LocalText | null {
  return input.tensor.shape.length > 0
    ? null
    : t`${nameOf(input)} is a scalar: it has no batch axis`;
}
