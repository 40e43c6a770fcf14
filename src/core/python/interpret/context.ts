import { type LocalText, t } from '../../l10n';
import type { State } from '../domain/state';
import type { Step, Value } from '../domain/value';
import type { PythonRuleId } from '../rules/severities';
import type { CallExpr, Expr, FunctionStatement, ReturnStatement, Span } from '../syntax/ast';
import type { ModuleScope } from './moduleScope';

export interface Edit extends Span {
  readonly newText: string;
}
export interface Fix {
  readonly title: LocalText;
  readonly edits: readonly Edit[];
}

/** A finding before it is placed in lines and columns. */
export interface Draft {
  readonly rule: PythonRuleId;
  readonly at: Span;
  readonly message: LocalText;
  /** The values whose history explains the finding. */
  readonly steps: readonly (Step | null)[];
  readonly fix?: Fix;
  readonly severity?: 'error' | 'warning';
  readonly related?: readonly { readonly at: Span; readonly text: LocalText }[];
}

/** A result that breaks a rule: `value` is null where Python would raise. */
export interface Flaw {
  readonly kind: 'flaw';
  readonly draft: Draft | null;
  readonly value: Value | null;
}
export type Outcome = Value | Flaw;

/** Thrown, and caught in `lint.ts` only, when a file costs more than its limit. */
export class LimitReached extends Error {}

/** One call of a function being followed. */
export interface Frame {
  readonly definition: FunctionStatement | null;
  readonly returns: { value: Value; state: State; at: ReturnStatement | null }[];
  readonly scope: ReadonlyMap<string, Value> | null;
  /** The call round it whose variables `scope` holds; null where there is none. */
  readonly owner?: object | null;
  /** The loops round the current statement, innermost last. */
  readonly loops: { readonly breaks: State[]; readonly continues: State[] }[];
  /** Where a return of the node's own method is judged; null in helpers. */
  readonly onReturn: ((value: Value, state: State, at: ReturnStatement) => void) | null;
}

export interface Run {
  readonly text: string;
  readonly module: ModuleScope;
  readonly deadline: number;
  readonly now: () => number;
  stepsLeft: number;
  /** Above zero while a loop settles: nothing is reported. */
  muted: number;
  /** Above zero while one of several ways to the same statements is followed alone: no fix is offered. */
  oneWay: number;
  /** Above zero inside a `try` that expects failure: raising is not reported. */
  guarded: number;
  readonly callers: { readonly definition: unknown; readonly at: Span }[];
  readonly drafts: Map<string, Draft>;
  readonly hovers: Map<number, Hover>;
  readonly statement: { at: Span | null };
}

export interface Hover extends Span {
  readonly value: Value;
  readonly isAssigned: boolean;
}

/** Arguments of a call with their values; a method's receiver comes first. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly positionalNodes: readonly Expr[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly keywordNodes: ReadonlyMap<string, Expr>;
  /** True when `*args` or `**kwargs` of unknown content take part. */
  readonly isOpen: boolean;
}

export const NO_ARGUMENTS: Arguments = {
  positional: [],
  positionalNodes: [],
  keywords: new Map(),
  keywordNodes: new Map(),
  isOpen: false,
};

/** Counts work; throws `LimitReached` past the step or time limit. */
export function spend(run: Run): void {
  run.stepsLeft--;
  if (run.stepsLeft <= 0) throw new LimitReached();
  if ((run.stepsLeft & 255) === 0 && run.now() > run.deadline) throw new LimitReached();
}

/** Records a finding unless the run is muted, or raising is expected here. */
export function report(run: Run, draft: Draft, raises: boolean): void {
  if (run.muted > 0 || (raises && run.guarded > 0)) return;
  const key = `${draft.rule}:${draft.at.from}:${draft.at.to}`;
  if (run.drafts.has(key)) return;
  const calls = run.callers.slice(1).map(call => ({ at: call.at, text: t('called from here') }));
  const { fix, ...rest } = draft;
  run.drafts.set(key, {
    ...rest,
    ...(fix && run.oneWay === 0 && !isSharedHelper(run) && { fix }),
    related: [...(draft.related ?? []), ...calls.reverse()],
  });
}

/** Inside a helper that the file names more than once: what mends one call may spoil another. */
function isSharedHelper(run: Run): boolean {
  const helper = run.callers.length > 1 ? run.callers.at(-1)!.definition : null;
  const name = (helper as { readonly name?: string } | null)?.name;
  if (name === undefined) return false;
  return [...run.text.matchAll(new RegExp(`(?<!def\\s+)\\b${name}\\s*\\(`, 'gu'))].length > 1;
}

export function muted<T>(run: Run, work: () => T): T {
  run.muted++;
  try {
    return work();
  } finally {
    run.muted--;
  }
}

export function raises(draft: Draft | null = null): Flaw {
  return { kind: 'flaw', draft, value: null };
}

export function noteStep(at: Span, text: () => LocalText, previous: Step | null): Step {
  const depth = (previous?.depth ?? 0) + 1;
  return { from: at.from, to: at.to, text, previous: depth > 12 ? null : previous, depth };
}

export type EvaluateCall = (run: Run, frame: Frame, state: State, call: CallExpr) => Value;
