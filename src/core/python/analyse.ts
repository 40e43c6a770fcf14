import { t } from '../l10n';
import { alternatives } from './domain/join';
import type { State } from './domain/state';
import type { Value } from './domain/value';
import { type Draft, type Frame, LimitReached, type Run, report } from './interpret/context';
import { isTransparent } from './interpret/follow';
import { itemsOf, objectOf } from './interpret/heap';
import { type ModuleScope, readModule } from './interpret/moduleScope';
import { executeBlock } from './interpret/statements';
import type { LintMemory } from './memory';
import { declarationFlaws, readNode } from './nodes/findNodes';
import type { NodeClass } from './nodes/node';
import { seedState } from './nodes/seed';
import { type ClassResult, notesOf, placedFinding } from './results';
import { batchDroppedDrafts } from './rules/batchDropped';
import { judgeReturn } from './rules/returns';
import type { ClassStatement, ReturnStatement } from './syntax/ast';
import { parsePython } from './syntax/parse';

const DEFAULT_TIME_LIMIT_MS = 2000;
const STEPS_PER_FILE = 3_000_000;
const STEPS_PER_NODE = 150_000;

export interface Analysis {
  readonly classes: readonly ClassResult[];
  readonly isIncomplete: boolean;
}

/** Told of each `return` that a node's own method comes to, with all that is known there. */
export type ObserveReturn = (
  node: NodeClass,
  value: Value,
  state: State,
  statement: ReturnStatement,
) => void;

export interface AnalysisOptions {
  readonly timeLimitMs?: number;
  readonly now?: () => number;
  readonly observe?: ObserveReturn;
  /** What earlier lints of the document came to. */
  readonly memory?: LintMemory;
}

const NOTHING: Analysis = { classes: [], isIncomplete: true };

/** Finds the nodes of a text and runs each one's method on what it declares. */
export function analyse(text: string, options: AnalysisOptions): Analysis {
  const now = options.now ?? (() => 0);
  const deadline = now() + (options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS);
  const tick = ticker(now, deadline);
  const statements = withinLimits(() => parsePython(text, tick));
  const module = statements && withinLimits(() => readModule(statements, text));
  if (!module) return NOTHING;
  const run = newRun(text, module, now, deadline);
  const past = options.observe ? undefined : options.memory?.begin(run, statements);
  const classes: ClassResult[] = [];
  let stepsLeft = STEPS_PER_FILE;
  for (const definition of module.classes) {
    let result = past?.recall(definition) ?? null;
    if (result === null) {
      const given = Math.min(STEPS_PER_NODE, stepsLeft);
      run.stepsLeft = given;
      result = analyseClass(run, definition, options.observe);
      stepsLeft -= given - Math.max(run.stepsLeft, 0);
      if (now() <= deadline) past?.keep(definition, result);
    }
    classes.push(result);
    if (stepsLeft <= 0 || now() > deadline) return { classes, isIncomplete: true };
  }
  return { classes, isIncomplete: classes.some(item => item.isIncomplete) };
}

function newRun(text: string, module: ModuleScope, now: () => number, deadline: number): Run {
  return {
    text,
    module,
    deadline,
    now,
    stepsLeft: 0,
    muted: 0,
    oneWay: 0,
    guarded: 0,
    callers: [],
    drafts: new Map(),
    hovers: new Map(),
    statement: { at: null },
  };
}

function analyseClass(
  run: Run,
  definition: ClassStatement,
  observe: ObserveReturn | undefined,
): ClassResult {
  run.drafts.clear();
  run.hovers.clear();
  const slots = { total: 0, known: 0 };
  let isNode = false;
  const isDone = withinLimits(() => {
    for (const flaw of declarationFlaws(run, definition)) report(run, stringDraft(flaw), false);
    const node = readNode(run, definition);
    isNode = node !== null;
    if (node) runNode(run, node, slots, observe);
    return true;
  });
  if (isDone === null) resetRun(run);
  return {
    findings: [...run.drafts.values()].map(placedFinding),
    notes: notesOf(run.hovers.values()),
    isNode,
    slots,
    isIncomplete: isDone === null,
  };
}

/** Throws once the time is up; looks at the clock every 64th time. */
function ticker(now: () => number, deadline: number): () => void {
  let count = 0;
  return () => {
    if ((++count & 63) === 0 && now() > deadline) throw new LimitReached();
  };
}

/** Runs work until a limit or the stack ends it; null then. Nothing else is caught. */
function withinLimits<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LimitReached) && !(error instanceof RangeError)) throw error;
    return null;
  }
}

/** What a limit left half done does not count for the next node. */
function resetRun(run: Run): void {
  run.muted = 0;
  run.oneWay = 0;
  run.guarded = 0;
  run.callers.length = 0;
}

function stringDraft({ name, at }: { name: string; at: { from: number; to: number } }): Draft {
  return {
    rule: 'python/return-types-string',
    at,
    message: t`${name} is a string, not a tuple: parentheses alone make none, so every character counts as one output. Add the trailing comma.`,
    steps: [],
    fix: {
      title: t('Make it a tuple: add the trailing comma'),
      edits: [{ from: at.to, to: at.to, newText: ',' }],
    },
  };
}

function runNode(
  run: Run,
  node: NodeClass,
  slots: { total: number; known: number },
  observe: ObserveReturn | undefined,
): void {
  const { method } = node;
  // A decorator we do not know may call the method with other shapes, once per frame for instance.
  if (method.isGenerator || !isTransparent(method.decorators)) return;
  const state = seedState(run, node);
  const frame: Frame = {
    definition: method,
    returns: [],
    scope: null,
    loops: [],
    onReturn: (value, at, statement) => {
      judgeReturn(run, node, at, value, statement);
      if (run.oneWay > 0) return;
      countSlots(node, at, value, slots);
      observe?.(node, value, at, statement);
    },
  };
  run.callers.push({ definition: method, at: method });
  executeBlock(run, frame, state, method.body);
  run.callers.pop();
  for (const draft of batchDroppedDrafts(node)) {
    if (!isCovered(run, draft)) report(run, draft, false);
  }
}

/** One finding per cause: the same expression is not reported twice. */
function isCovered(run: Run, draft: Draft): boolean {
  return [...run.drafts.values()].some(
    other => other.at.from <= draft.at.from && other.at.to >= draft.at.to,
  );
}

/** Counts the tensor slots of a return, and those whose rank was known. */
function countSlots(
  node: NodeClass,
  state: State,
  value: Value,
  slots: { total: number; known: number },
): void {
  if (node.outputs === null) return;
  const dict = objectOf(state, value);
  const list = dict?.type === 'dict' ? dict.entries.get('result') : value;
  const items = list?.kind === 'nodeOutput' ? list.items : itemsOf(state, list);
  for (const [i, output] of node.outputs.entries()) {
    if (output.type !== 'IMAGE' && output.type !== 'MASK' && output.type !== 'LATENT') continue;
    slots.total++;
    const item = items?.[i];
    if (item && isShapeKnown(state, item)) slots.known++;
  }
}

function isShapeKnown(state: State, value: Value): boolean {
  return alternatives(value).every(part => {
    if (part.kind === 'none') return true;
    if (part.kind === 'tensor') return part.axes !== null;
    const object = objectOf(state, part);
    if (object?.type === 'dict') {
      const samples = object.entries.get('samples');
      return samples !== undefined && isShapeKnown(state, samples);
    }
    return part.kind === 'sequence'
      ? isShapeKnown(state, part.element)
      : object?.type === 'list' && object.element !== null && isShapeKnown(state, object.element);
  });
}
