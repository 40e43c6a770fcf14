import type { ConversionId } from '../convert/conversionIds';
import type { RuleId } from './ruleIds';

export const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;
export type Severity = (typeof SEVERITIES)[number];

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
  /** The conversion that mends it. */
  readonly fix?: ConversionId;
  /** The PyTorch line that mends it at the source, such as `mask = mask.unsqueeze(0)`. */
  readonly torch?: string;
  /** Where in the file, in bytes, where that is known. */
  readonly byteOffset?: number;
}
