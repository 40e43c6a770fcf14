import type { RuleEntry } from './findings';
import { type Marked, mark } from './l10n';

/** A rule about the file itself; readers of formats find it, this says what it means. */
export interface FileRule extends RuleEntry {
  readonly expected: Marked;
  readonly why: Marked;
}

const LIST = [
  {
    id: 'file/unreadable',
    severity: 'error',
    title: 'File cannot be read',
    description: 'The file cannot be opened as what it claims to be.',
    needs: 'headers',
    expected: mark('a file whose header fits its bytes'),
    why: mark('A cut download, a wrong ending or a damaged header: no loader can open it either.'),
  },
  {
    id: 'file/trailing-bytes',
    severity: 'warning',
    title: 'Bytes after the last tensor',
    description: 'There are bytes after the last tensor; some loaders refuse such a file.',
    fix: 'rewrite',
    needs: 'headers',
    expected: mark('the file to end with its last tensor'),
    why: mark('The safetensors library refuses such a file, others ignore the bytes.'),
  },
  {
    id: 'file/gap',
    severity: 'warning',
    title: 'Hole between tensors',
    description: 'A hole lies between two tensors of a safetensors file.',
    fix: 'rewrite',
    needs: 'headers',
    expected: mark('tensors that follow each other without a hole'),
    why: mark('The safetensors library refuses a file with holes.'),
  },
  {
    id: 'file/overlap',
    severity: 'error',
    title: 'Tensors share bytes',
    description: 'Two tensors of a safetensors file share bytes.',
    needs: 'headers',
    expected: mark('bytes of its own for every tensor'),
    why: mark(
      'The header is damaged or forged: at least one of the tensors shows the values of another.',
    ),
  },
  {
    id: 'file/misaligned',
    severity: 'hint',
    title: 'Tensor is misaligned',
    description: 'The bytes of a tensor start off its element size.',
    fix: 'rewrite',
    needs: 'headers',
    expected: mark('a start at a multiple of the element size'),
    why: mark('Loaders that map the file must copy the tensor first, and some refuse it.'),
  },
  {
    id: 'file/unknown-dtype',
    severity: 'warning',
    title: 'Unknown dtype',
    description: 'A dtype that cannot be decoded: the tensor is listed, its values are not shown.',
    needs: 'headers',
    expected: mark('a dtype of the format'),
    why: mark('The file is newer than its reader, or its header is damaged.'),
  },
  {
    id: 'file/metadata',
    severity: 'warning',
    title: 'Metadata is not text',
    description: '__metadata__ holds something other than strings.',
    fix: 'rewrite',
    needs: 'headers',
    expected: mark('a flat object of strings in __metadata__'),
    why: mark('The safetensors library refuses a file whose metadata is not all strings.'),
  },
  {
    id: 'file/missing-shard',
    severity: 'error',
    title: 'Shard is missing',
    description: "The index names a shard that is not there, or lies outside the index's folder.",
    needs: 'headers',
    expected: mark('every shard beside its index'),
    why: mark('The model cannot be loaded; a shard outside the folder is never read.'),
  },
  {
    id: 'file/shard-mismatch',
    severity: 'warning',
    title: 'Index and shards disagree',
    description: 'The index and its shards disagree on which tensors exist.',
    needs: 'headers',
    expected: mark('every tensor in the shard that the index names'),
    why: mark(
      'Loaders that trust the index miss tensors or raise; the shards may be of two versions.',
    ),
  },
  {
    id: 'file/pickle-global',
    severity: 'error',
    title: 'Pickle names what runs code',
    description: 'A pickle names something that runs code or loads code; nothing was executed.',
    needs: 'headers',
    expected: mark('tensors and plain containers only'),
    why: mark('Loading it with torch.load(weights_only=False) would run code from the file.'),
  },
  {
    id: 'file/pickle-class',
    severity: 'info',
    title: "Pickle names a library's class",
    description:
      "A pickle names some library's class, which torch.load refuses by default; its tensors are listed.",
    fix: 'saveAs',
    needs: 'headers',
    expected: mark('tensors and plain containers only'),
    why: mark('torch.load(weights_only=True), and so ComfyUI, refuses the whole file for it.'),
  },
  {
    id: 'file/wrong-ending',
    severity: 'warning',
    title: 'Ending of another format',
    description:
      'The content is one format, the ending says another; loaders choose by the ending.',
    needs: 'headers',
    expected: mark("the ending of the file's own format"),
    why: mark('ComfyUI picks its loader by the ending, and that loader cannot read this content.'),
  },
  {
    id: 'file/pickle-trailing',
    severity: 'warning',
    title: 'Bytes behind the pickle',
    description: 'Bytes stand behind the end of a pickle, where its reader never looks.',
    needs: 'headers',
    expected: mark('the file to end with its pickle'),
    why: mark('Another reader may take them for data: something can be hidden there.'),
  },
  {
    id: 'file/ambiguous-archive',
    severity: 'error',
    title: 'Archive can be read in two ways',
    description:
      'Two members have names that readers do not tell apart: they choose differently, and no value is shown.',
    needs: 'headers',
    expected: mark('one member for each name'),
    why: mark('What one program checks is not what another loads: such a file can hide an attack.'),
  },
  {
    id: 'model/scale-missing',
    severity: 'warning',
    title: 'Quantised weight without its scale',
    description: 'A quantised weight without its scale, or a scale without its weight.',
    needs: 'headers',
    expected: mark('each quantised weight beside its scale'),
    why: mark(
      'Without the scale the codes stand for other numbers: the layer computes noise, or the loader refuses the file.',
    ),
  },
] as const satisfies readonly FileRule[];

/** One entry per file rule; the message of a finding comes from the format that found it. */
export const FILE_RULES: readonly FileRule[] = LIST;

/** The id of a file rule. */
export type FileRuleId = (typeof LIST)[number]['id'];
