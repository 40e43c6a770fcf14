import type { Classification } from '../contracts/classification';
import type { TensorHeader } from '../contracts/contract';
import type { Kind } from '../contracts/index';
import type { Finding, RuleEntry, RuleId, Severity } from '../findings';
import type { LocalText } from '../l10n';
import type { TensorStats } from '../tensor/stats';
import type { FileProblem, FormatId } from '../tensor/tensor';

/** A tensor as rules see it. */
export interface LintTensor {
  readonly index: number;
  readonly header: TensorHeader;
  readonly classification: Classification;
}

/** A file as rules see it: headers, kinds, metadata and what reading the headers brought to light. */
export interface LintFile {
  /** File name with its ending, without folders. */
  readonly fileName: string;
  readonly format: FormatId;
  readonly metadata: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
  readonly headers: readonly TensorHeader[];
  /** The same with their kinds, in the headers' order; made when it is first asked for. */
  readonly tensors: readonly LintTensor[];
  /** Those that have a kind, in their order: of thousands of weights there are none. */
  readonly byKind: ReadonlyMap<Kind, readonly LintTensor[]>;
  /** Whether the tensor of a name belongs to a model checkpoint. */
  isCheckpointName(name: string): boolean;
  /** Where a tensor starts in the file, by its name, where that is known. */
  byteOffsetOf(name: string): number | undefined;
}

/** A finding before the run adds the rule's id, its severity and its fix. */
export type Draft = Omit<
  Finding,
  'rule' | 'severity' | 'fix' | 'message' | 'found' | 'expected' | 'why'
> & {
  readonly message: LocalText;
  readonly found?: LocalText;
  readonly expected?: LocalText;
  readonly why?: LocalText;
  /** Milder than the rule's own. */
  readonly severity?: Severity;
  /** Another fix than the rule's; null where this one has none. */
  readonly fix?: string | null;
};

/** A rule about tensors. */
interface TensorRule extends RuleEntry {
  /** Rules that tell less of the same cause: where this one speaks of a tensor, they are left out. */
  readonly supersedes?: readonly RuleId[];
}

/** A rule that speaks by headers alone. */
export interface HeaderRule extends TensorRule {
  readonly needs: 'headers';
  check(file: LintFile): readonly Draft[];
}

/** A rule that speaks once a tensor's values have been read. */
export interface ValueRule extends TensorRule {
  readonly needs: 'values';
  /** Whether this tensor's values could make the rule speak. */
  wants(tensor: LintTensor, file: LintFile): boolean;
  /** Called only for wanted tensors, with statistics of the whole tensor. */
  check(tensor: LintTensor, stats: TensorStats, file: LintFile): Draft | null;
}
