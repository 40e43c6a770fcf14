import type { Severity } from '../../findings';
import { type LocalText, t } from '../../l10n';
import type { FlowEvent } from '../domain/events';
import type { ModuleScope } from '../domain/moduleScope';
import type { Violation } from '../domain/outcome';
import type { State } from '../domain/state';
import type { Value } from '../domain/value';
import type { FunctionStatement, ReturnStatement, SourceSpan } from '../syntax/ast';

/** Thrown, and caught in `analyse.ts` only, when a file costs more than its limit. */
export class LimitReached extends Error {}

/** One call of a function being followed. */
export interface CallFrame {
  readonly definition: FunctionStatement | null;
  readonly returns: { value: Value; state: State; at: ReturnStatement | null }[];
  readonly closure: ReadonlyMap<string, Value> | null;
  /** The call round it whose variables `closure` holds; null where there is none. */
  readonly owner?: object | null;
  /** The loops round the current statement, innermost last. */
  readonly loops: { readonly breaks: State[]; readonly continues: State[] }[];
  /** Told of a return of the node's own method; null in helpers. */
  readonly onReturn: ((value: Value, state: State, at: ReturnStatement) => void) | null;
}

/** A call of a function, or of no function, that sees the given variables round it. */
export function newFrame(
  definition: FunctionStatement | null,
  closure: ReadonlyMap<string, Value> | null = null,
): CallFrame {
  return { definition, returns: [], closure, loops: [], onReturn: null };
}

/** A violation that a rule found, with the rule's id and how severe it is. */
export interface RuleFinding extends Omit<Violation, 'severity'> {
  readonly rule: `python/${string}`;
  readonly severity: Severity;
}

/** A finding in offsets of the text, with the calls that led into the helper it lies in. */
export interface TracedFinding extends RuleFinding {
  readonly related: readonly { readonly at: SourceSpan; readonly text: LocalText }[];
}

/** Where an event happens, for what a rule says of it. */
export interface EventPlace {
  readonly text: string;
  /** The statement at hand. */
  readonly statement: SourceSpan | null;
  /** True in a function that the node's method calls. */
  readonly isHelper: boolean;
}

/** What the rules say of an event; null where none objects. */
export type EventCheck = (event: FlowEvent, place: EventPlace) => RuleFinding | null;

/** One class being analysed: its limits, what was found, and where the evaluator stands. */
export interface Run {
  readonly text: string;
  readonly module: ModuleScope;
  readonly check: EventCheck;
  readonly deadline: number;
  readonly now: () => number;
  stepsLeft: number;
  /** Above zero while nothing is told to anyone: see `quietly`. */
  quiet: number;
  /** Above zero while one of several ways to the same statements is followed alone: no fix is offered. */
  oneWay: number;
  /** Above zero inside a `try` that expects failure: raising is not reported. */
  guarded: number;
  readonly callers: { readonly definition: unknown; readonly at: SourceSpan }[];
  readonly findings: Map<string, TracedFinding>;
  readonly hovers: Map<number, Hover>;
  readonly statement: { at: SourceSpan | null };
}

/** A run at its beginning, without steps to spend. */
export function newRun(parts: Pick<Run, 'text' | 'module' | 'check' | 'deadline' | 'now'>): Run {
  return {
    ...parts,
    stepsLeft: 0,
    quiet: 0,
    oneWay: 0,
    guarded: 0,
    callers: [],
    findings: new Map(),
    hovers: new Map(),
    statement: { at: null },
  };
}

/** What a name or call is, for hovers and inlays. */
export interface Hover extends SourceSpan {
  readonly value: Value;
  readonly isAssigned: boolean;
}

/** Counts work; throws `LimitReached` past the step or time limit. */
export function spend(run: Run): void {
  run.stepsLeft--;
  if (run.stepsLeft <= 0) throw new LimitReached();
  if ((run.stepsLeft & 255) === 0 && run.now() > run.deadline) throw new LimitReached();
}

/** Tells the rules of an event, unless the run is quiet, or it raises where raising is expected. */
export function emit(run: Run, event: FlowEvent, raises: boolean): void {
  if (run.quiet > 0 || (raises && run.guarded > 0)) return;
  const { text, statement, callers } = run;
  const found = run.check(event, { text, statement: statement.at, isHelper: callers.length > 1 });
  if (found) report(run, found);
}

/** Records a finding; the first at a place of the text, or of a cause, wins. */
export function report(run: Run, found: RuleFinding): void {
  const key = `${found.rule}:${found.cause ?? `${found.at.from}:${found.at.to}`}`;
  const known = run.findings.get(key);
  if (known) {
    if (found.cause !== undefined) run.findings.set(key, withEdits(known, found));
    return;
  }
  const calls = run.callers.slice(1).map(call => ({ at: call.at, text: t('called from here') }));
  const { fix, ...rest } = found;
  run.findings.set(key, {
    ...rest,
    ...(fix && run.oneWay === 0 && !isSharedHelper(run) && { fix }),
    related: calls.reverse(),
  });
}

/** A finding that mends a second place of the same cause as well; no fix where that place has none. */
function withEdits(known: TracedFinding, other: RuleFinding): TracedFinding {
  const { fix, ...rest } = known;
  if (!fix || !other.fix) return rest;
  const isNew = (edit: SourceSpan) =>
    fix.edits.every(({ from, to }) => from !== edit.from || to !== edit.to);
  return { ...rest, fix: { ...fix, edits: [...fix.edits, ...other.fix.edits.filter(isNew)] } };
}

/** Inside a helper that the file calls more than once: what mends one call may spoil another. */
function isSharedHelper(run: Run): boolean {
  const helper = run.callers.length > 1 ? run.callers.at(-1)!.definition : null;
  const name = (helper as { readonly name?: string } | null)?.name;
  return name !== undefined && run.module.facts.callCount(name) > 1;
}

type Counter = 'quiet' | 'oneWay' | 'guarded';

function counted<T>(run: Run, counter: Counter, work: () => T): T {
  run[counter]++;
  try {
    return work();
  } finally {
    run[counter]--;
  }
}

/** Evaluates without telling anyone: no event, no hover, no return of the node. */
export const quietly = <T>(run: Run, work: () => T): T => counted(run, 'quiet', work);

/** Follows one of several ways alone: findings carry no fix. */
export const oneWay = <T>(run: Run, work: () => T): T => counted(run, 'oneWay', work);

/** Runs what may fail by plan: what would raise is not told. */
export const guarded = <T>(run: Run, work: () => T): T => counted(run, 'guarded', work);
