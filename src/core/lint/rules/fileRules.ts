import type { RuleEntry } from '../rule';
import type { FileRuleId } from '../ruleIds';

/** A rule about the file itself; readers of formats find it, this says what it means. */
export interface FileRuleEntry extends RuleEntry {
  readonly id: FileRuleId;
  readonly expected: string;
  readonly why: string;
}

/** One entry per file rule; the message of a finding comes from the format that found it. */
export const FILE_RULES: readonly FileRuleEntry[] = [
  {
    id: 'file/unreadable',
    severity: 'error',
    title: 'File cannot be read',
    description: 'The file cannot be opened as what it claims to be.',
    needs: 'headers',
    expected: 'a file whose header fits its bytes',
    why: 'A cut download, a wrong ending or a damaged header: no loader can open it either.',
  },
  {
    id: 'file/trailing-bytes',
    severity: 'warning',
    title: 'Bytes after the last tensor',
    description: 'There are bytes after the last tensor; some loaders refuse such a file.',
    fix: 'rewrite',
    needs: 'headers',
    expected: 'the file to end with its last tensor',
    why: 'The safetensors library refuses such a file, others ignore the bytes.',
  },
  {
    id: 'file/gap',
    severity: 'warning',
    title: 'Hole between tensors',
    description: 'A hole lies between two tensors of a safetensors file.',
    fix: 'rewrite',
    needs: 'headers',
    expected: 'tensors that follow each other without a hole',
    why: 'The safetensors library refuses a file with holes.',
  },
  {
    id: 'file/overlap',
    severity: 'error',
    title: 'Tensors share bytes',
    description: 'Two tensors of a safetensors file share bytes.',
    needs: 'headers',
    expected: 'bytes of its own for every tensor',
    why: 'The header is damaged or forged: at least one of the tensors shows the values of another.',
  },
  {
    id: 'file/misaligned',
    severity: 'hint',
    title: 'Tensor is misaligned',
    description: 'The bytes of a tensor start off its element size.',
    fix: 'rewrite',
    needs: 'headers',
    expected: 'a start at a multiple of the element size',
    why: 'Loaders that map the file must copy the tensor first, and some refuse it.',
  },
  {
    id: 'file/unknown-dtype',
    severity: 'warning',
    title: 'Unknown dtype',
    description: 'A dtype that cannot be decoded: the tensor is listed, its values are not shown.',
    needs: 'headers',
    expected: 'a dtype of the format',
    why: 'The file is newer than its reader, or its header is damaged.',
  },
  {
    id: 'file/metadata',
    severity: 'warning',
    title: 'Metadata is not text',
    description: '__metadata__ holds something other than strings.',
    fix: 'rewrite',
    needs: 'headers',
    expected: 'a flat object of strings in __metadata__',
    why: 'The safetensors library refuses a file whose metadata is not all strings.',
  },
  {
    id: 'file/missing-shard',
    severity: 'error',
    title: 'Shard is missing',
    description: "The index names a shard that is not there, or lies outside the index's folder.",
    needs: 'headers',
    expected: 'every shard beside its index',
    why: 'The model cannot be loaded; a shard outside the folder is never read.',
  },
  {
    id: 'file/shard-mismatch',
    severity: 'warning',
    title: 'Index and shards disagree',
    description: 'The index and its shards disagree on which tensors exist.',
    needs: 'headers',
    expected: 'every tensor in the shard that the index names',
    why: 'Loaders that trust the index miss tensors or raise; the shards may be of two versions.',
  },
  {
    id: 'file/pickle-global',
    severity: 'error',
    title: 'Pickle wants a forbidden global',
    description: 'A pickle wants a global outside the allow-list; nothing was executed.',
    needs: 'headers',
    expected: 'tensors and plain containers only',
    why: 'Loading it with torch.load(weights_only=False) would run code from the file.',
  },
];
