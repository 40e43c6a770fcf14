import { mark } from '../l10n';
import { notEmpty } from './checks';
import type { Conversion } from './conversion';
import { assign } from './snippets';
import { viewStream } from './streams';
import { unsqueeze } from './views';

/** `[...]` to `[1,...]`. */
export const addBatch: Conversion = {
  id: 'addBatch',
  title: mark('Add Batch Axis'),
  summary: 'Puts a batch axis of size 1 in front: ComfyUI works on batches, even of one.',
  from: mark('[...]'),
  to: mark('[1,...]'),
  how: 'bits',
  takes: 'inPlace',
  suffix: 'batched',
  madeFor: null,
  options: [],
  applies: notEmpty,
  run: ([input]) => [viewStream(unsqueeze(input!.tensor, 0))],
  torchSnippet: name => assign(name, `${name}.unsqueeze(0)`),
  numpySnippet: name => assign(name, `${name}[None]`),
};
