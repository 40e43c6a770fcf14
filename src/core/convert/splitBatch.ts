import { type LocalText, mark, t } from '../l10n';
import { firstReason, nameOf, notEmpty } from './checks';
import type { ConversionInput, OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { hasOneItem } from './pointless';
import { hasBatch } from './selectBatch';
import { assign } from './snippets';
import { renamed, takeItems } from './views';

/** As many as five digits number. */
const MAX_ITEMS = 100_000;

/** `_00000`: how items of a batch are numbered in names of tensors and files. */
export function numberSuffix(index: number): string {
  return `_${String(index).padStart(5, '0')}`;
}

/** Every item of a batch as a tensor of its own, `[1,...]`. */
export const splitBatch: OneConversion = {
  id: 'splitBatch',
  title: mark('Split Batch'),
  summary: 'Makes every item of a batch a batch of one, named _00000, _00001 and so on.',
  from: mark('[B,...]'),
  to: mark('B times [1,...]'),
  how: 'bits',
  takes: 'one',
  splits: true,
  group: 'shape',
  suffix: 'split',
  madeFor: null,
  options: [],
  pointless: hasOneItem,
  applies: firstReason(hasBatch, notEmpty, canBeNumbered),
  run: input => {
    const { tensor } = input;
    return Array.from({ length: tensor.shape[0]! }, (_, i) =>
      renamed(takeItems(tensor, i, 1), `${tensor.name}${numberSuffix(i)}`),
    );
  },
  example: { tensors: [IMAGE] },
  torchSnippet: name => assign(name, `list(${name}.split(1))`),
  numpySnippet: name => assign(name, `np.split(${name}, ${name}.shape[0])`),
};

/** Each item is a tensor of its own: a list of a hundred million would fill the memory before anything is written. */
function canBeNumbered(input: ConversionInput): LocalText | null {
  const count = input.tensor.shape[0]!;
  return count <= MAX_ITEMS
    ? null
    : t`${nameOf(input)} holds a batch of ${count}: at most ${MAX_ITEMS} items are split`;
}
