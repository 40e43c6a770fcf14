import type { Severity } from '../../findings';
import type { LocalText } from '../../l10n';
import type { Expr, SourceSpan } from '../syntax/ast';
import type { OpCall } from './operation';
import type { HistoryStep, TensorValue, Value } from './value';

/** One replacement in the text: offsets are UTF-16 units, an empty span inserts. */
export interface Edit extends SourceSpan {
  readonly newText: string;
}

/** A quick fix: its edits do not overlap. */
export interface Fix {
  readonly title: LocalText;
  readonly edits: readonly Edit[];
}

/** What a rule says of a place, before the place is told in lines and columns. */
export interface Violation {
  readonly at: SourceSpan;
  readonly message: LocalText;
  /** The values whose history explains the finding. */
  readonly steps: readonly (HistoryStep | null)[];
  readonly fix?: Fix;
  /** Set where this one case is milder than the rule. */
  readonly severity?: Severity;
  /** Findings of one rule with the same cause are told once, their edits together. */
  readonly cause?: string;
}

/**
 * What is wrong with an operation, as the evaluator and the models tell it: facts alone. The rule that
 * subscribes to the kind finds the words; a kind that no rule subscribes to is not reported.
 */
export type Fault =
  | {
      readonly kind: 'imageMeetsMask';
      readonly call: OpCall;
      readonly image: TensorValue;
      readonly mask: TensorValue;
      readonly maskSide: 'left' | 'right';
    }
  | {
      readonly kind: 'permutedByOtherCount';
      readonly call: OpCall;
      readonly value: TensorValue;
      readonly given: number;
    }
  | {
      readonly kind: 'axisOutside';
      readonly call: OpCall;
      readonly value: TensorValue;
      readonly dims: readonly number[];
    }
  | {
      readonly kind: 'joinedRanksDiffer';
      readonly call: OpCall;
      readonly a: TensorValue;
      readonly b: TensorValue;
      readonly dim: number | null;
      readonly items: readonly Value[];
    }
  | { readonly kind: 'resizedRank'; readonly call: OpCall; readonly value: TensorValue }
  | { readonly kind: 'resizedChannelLast'; readonly call: OpCall; readonly value: TensorValue }
  | { readonly kind: 'numpyOnDevice'; readonly call: OpCall; readonly value: TensorValue }
  | {
      readonly kind: 'tooManyIndices';
      readonly at: Expr;
      readonly value: TensorValue;
      readonly given: number;
    }
  | {
      readonly kind: 'shapeIndexOutside';
      readonly at: Expr;
      readonly value: TensorValue;
      readonly index: number;
    }
  | {
      readonly kind: 'shapeUnpacked';
      readonly target: Expr;
      /** Where the whole assignment ends. */
      readonly to: number;
      readonly value: TensorValue;
      readonly wanted: number;
    };

/** A result that is at fault: `value` is null where Python would raise. */
export interface Flaw {
  readonly kind: 'flaw';
  /** Null where it raises and no rule is to say so. */
  readonly fault: Fault | null;
  readonly value: Value | null;
}

/** What an operation comes to. */
export type OpOutcome = Value | Flaw;

/** The outcome of an operation at which Python raises. */
export function raises(fault: Fault | null = null): Flaw {
  return { kind: 'flaw', fault, value: null };
}

const MAX_STEPS = 12;

/** One more step of a value's history; past twelve the older ones are let go. */
export function noteStep(
  at: SourceSpan,
  text: () => LocalText,
  previous: HistoryStep | null,
): HistoryStep {
  const depth = (previous?.depth ?? 0) + 1;
  return { from: at.from, to: at.to, text, previous: depth > MAX_STEPS ? null : previous, depth };
}
