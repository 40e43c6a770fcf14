import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import { notEmpty } from './checks';
import type { OneConversion } from './conversion';
import { hasBatchAxis } from './pointless';
import { assign } from './snippets';
import { unsqueeze } from './views';

/** `[...]` to `[1,...]`. */
export const addBatch: OneConversion = {
  id: 'addBatch',
  title: mark('Add Batch Axis'),
  summary: 'Puts a batch axis of size 1 in front: ComfyUI works on batches, even of one.',
  from: mark('[...]'),
  to: mark('[1,...]'),
  how: 'bits',
  takes: 'one',
  group: 'shape',
  suffix: 'batched',
  madeFor: null,
  menu: 'palette',
  safeFix: 'batch',
  options: [],
  pointless: hasBatchAxis,
  applies: notEmpty,
  run: input => [unsqueeze(input.tensor, 0)],
  example: { tensors: [['mask', maskContract.kind, 'F32', [512, 768]]] },
  torchSnippet: name => assign(name, `${name}.unsqueeze(0)`),
  numpySnippet: name => assign(name, `${name}[None]`),
};
