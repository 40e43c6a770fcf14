import type { RuleEntry, Severity } from '../../findings';
import type { PythonRuleId } from '../../python/rules/severities';

type Row = readonly [name: string, severity: Severity, title: string, description: string];

/** What the checker of custom-node code reports; it lives in `core/python`. */
const ROWS = [
  [
    'return-bare',
    'error',
    'Bare tensor returned',
    'A v1 node with outputs returns one tensor, not a tuple: return image instead of return (image,).',
  ],
  [
    'return-types-string',
    'error',
    'RETURN_TYPES is a string',
    'RETURN_TYPES or RETURN_NAMES is a string, as in ("IMAGE"): the comma is missing.',
  ],
  [
    'return-arity',
    'error',
    'Wrong number of outputs',
    'The length of a returned tuple differs from the declared outputs.',
  ],
  [
    'return-dict',
    'error',
    'Dict returned without result',
    'A v1 node returns a dict that has none of result, ui and expand.',
  ],
  [
    'return-array',
    'error',
    'Array or PIL image returned',
    'A numpy array or a PIL image lands in an IMAGE, MASK or LATENT slot.',
  ],
  [
    'return-list',
    'error',
    'List returned',
    'A Python list lands in a tensor slot and OUTPUT_IS_LIST is not set.',
  ],
  [
    'image-rank',
    'error',
    'IMAGE slot of the wrong rank',
    'The value in an IMAGE slot is proved not to have four axes.',
  ],
  [
    'image-channel-first',
    'error',
    'IMAGE slot is channel first',
    'The value in an IMAGE slot is proved channel first.',
  ],
  [
    'image-range',
    'warning',
    'IMAGE slot of 0 to 255',
    'The value in an IMAGE slot is proved 0..255: from_numpy of uint8 without a division.',
  ],
  [
    'mask-rank',
    'error',
    'MASK slot of the wrong rank',
    'The value in a MASK slot is proved not to have three axes; two are a warning.',
  ],
  [
    'latent-dict',
    'error',
    'LATENT slot is no dict',
    'A LATENT slot gets something other than a dict with samples.',
  ],
  [
    'latent-keys-dropped',
    'hint',
    'LATENT keys dropped',
    '{"samples": t} is returned though a LATENT came in: noise_mask and batch_index are lost.',
  ],
  [
    'interpolate-channel-last',
    'error',
    'Interpolation of channel last',
    'F.interpolate gets a channel-last value and resizes width and channels.',
  ],
  [
    'interpolate-rank',
    'error',
    'Interpolation of the wrong rank',
    'F.interpolate with two sizes gets a value that has not four axes.',
  ],
  [
    'permute-rank',
    'error',
    'Permutation of another rank',
    'permute names as many axes as the value does not have.',
  ],
  [
    'index-rank',
    'error',
    'More indices than axes',
    'More indices than axes, shape[k] past the rank, or .shape unpacked into the wrong number of names.',
  ],
  [
    'cat-rank',
    'error',
    'Concatenation of different ranks',
    'torch.cat gets values that are proved of different rank.',
  ],
  [
    'mask-broadcast',
    'error',
    'IMAGE with a bare MASK',
    'Arithmetic of an IMAGE and a MASK without a trailing axis on the mask.',
  ],
  [
    'truthiness',
    'error',
    'Tensor as a condition',
    'A tensor input is used as a condition: if, not, and, or.',
  ],
  [
    'input-mutated',
    'warning',
    'Input written in place',
    'An input tensor is written in place; ComfyUI caches it for other nodes.',
  ],
  [
    'latent-mutated',
    'warning',
    'Input LATENT dict written',
    'A key is set on an input LATENT dict that was not copied.',
  ],
  [
    'numpy-device',
    'hint',
    'Tensor to numpy without cpu()',
    '.numpy() on an input without .cpu() fails once the tensor lies on a GPU.',
  ],
  [
    'batch-dropped',
    'hint',
    'Only the first picture used',
    'Only image[0] of an IMAGE input is ever used: the rest of the batch is dropped.',
  ],
] as const satisfies readonly Row[];

/** One entry per Python rule. */
export const PYTHON_RULES: readonly RuleEntry[] = ROWS.map(
  ([name, severity, title, description]) => ({
    id: `python/${name}` satisfies PythonRuleId,
    severity,
    title,
    description,
    needs: 'python',
  }),
);
