/** From worst to mildest. */
export const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The worst of some severities; null of none. */
export function worstSeverity(severities: readonly Severity[]): Severity | null {
  return SEVERITIES.find(severity => severities.includes(severity)) ?? null;
}

/** A rule's id, `image/rank`: it stands on the rule, and the catalogue of `core/lint` lists the rules. */
export type RuleId = `${string}/${string}`;

/** One broken rule: plain data, so that it crosses every wall unchanged. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** The tensor's name; null when the finding is about the whole file. */
  readonly tensor: string | null;
  /** One sentence: what was found, what was expected, why it matters. */
  readonly message: string;
  readonly found?: string;
  readonly expected?: string;
  readonly why?: string;
  /** The id of the conversion that mends it. */
  readonly fix?: string;
  /** The PyTorch line that mends it at the source, such as `mask = mask.unsqueeze(0)`. */
  readonly torch?: string;
  /** The first element that breaks it, an index for each axis, where there is one. */
  readonly element?: readonly number[];
  /** Where in the file, in bytes, where that is known. */
  readonly byteOffset?: number;
}

/** What the catalogue says of a rule; settings, docs and SARIF are made from it. */
export interface RuleEntry {
  readonly id: RuleId;
  /** Severity unless the user sets another; a finding may carry a milder one of its own. */
  readonly severity: Severity;
  /** Short, for lists: "IMAGE is channel first". */
  readonly title: string;
  /** One line: what fires it. */
  readonly description: string;
  /** The id of the conversion that mends it, where there is one. */
  readonly fix?: string;
  /** What must be read before the rule can speak. */
  readonly needs: 'headers' | 'values' | 'python';
}
