import { contractNamed } from '../contracts/index';
import { checkReturn } from './check/returns';
import { checkFlowEvent, checkNodeEvent } from './check/runRules';
import { itemsOf, objectOf } from './domain/heap';
import { alternatives } from './domain/join';
import { readModule } from './domain/moduleScope';
import { newState, type State } from './domain/state';
import type { Value } from './domain/value';
import { findAttribute } from './evaluate/classes';
import { isTransparent } from './evaluate/inlineCall';
import { type CallFrame, LimitReached, newFrame, newRun, type Run, report } from './evaluate/run';
import { Scope } from './evaluate/scope';
import { executeBlock } from './evaluate/statements';
import type { ClassCache } from './incremental';
import type { NodeEvent } from './nodes/events';
import { readNode } from './nodes/findNodes';
import type { NodeClass } from './nodes/node';
import { seedState } from './nodes/seed';
import { type ClassResult, hoverNotes, placedFinding } from './results';
import type { ClassStatement, ReturnStatement, SourceSpan, Statement } from './syntax/ast';
import type { TextFacts } from './syntax/facts';
import { parseText } from './syntax/parse';

const DEFAULT_TIME_LIMIT_MS = 2000;
const STEPS_PER_FILE = 3_000_000;
const STEPS_PER_NODE = 150_000;

interface Analysis {
  readonly classes: readonly ClassResult[];
  readonly isIncomplete: boolean;
  /** Null where not even the text could be read. */
  readonly facts: TextFacts | null;
}

/** Told of each `return` that a node's own method comes to, with all that is known there. */
type ObserveReturn = (
  node: NodeClass,
  value: Value,
  state: State,
  statement: ReturnStatement,
) => void;

interface AnalysisOptions {
  readonly timeLimitMs?: number;
  readonly now?: () => number;
  readonly observe?: ObserveReturn;
  /** What earlier lints of the document came to. */
  readonly cache?: ClassCache;
  /** Also runs the text's own statements in order, as a notebook does. */
  readonly followsModule?: boolean;
}

const NOTHING: Analysis = { classes: [], isIncomplete: true, facts: null };

/** Finds the nodes of a text and runs each one's method on what it declares. */
export function analyse(text: string, options: AnalysisOptions): Analysis {
  const now = options.now ?? (() => 0);
  const deadline = now() + (options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS);
  const tick = ticker(now, deadline);
  const parsed = withinLimits(() => parseText(text, tick));
  const module = parsed && withinLimits(() => readModule(parsed));
  if (!module) return NOTHING;
  const { facts } = module;
  const run = newRun({ text, module, check: checkFlowEvent, now, deadline });
  const past = options.observe ? undefined : options.cache?.begin(run, parsed.statements);
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
    if (stepsLeft <= 0 || now() > deadline) return { classes, isIncomplete: true, facts };
  }
  if (options.followsModule) {
    run.stepsLeft = Math.min(STEPS_PER_NODE, stepsLeft);
    classes.push(analyseModule(run, parsed.statements));
  }
  return { classes, isIncomplete: classes.some(item => item.isIncomplete), facts };
}

function analyseClass(
  run: Run,
  definition: ClassStatement,
  observe: ObserveReturn | undefined,
): ClassResult {
  const slots = { total: 0, known: 0 };
  let isNode = false;
  const result = analysePart(run, () => {
    checkDeclarations(run, definition);
    const node = readNode(run, definition);
    isNode = node !== null;
    if (node) runNode(run, node, slots, observe);
  });
  return { ...result, isNode, slots };
}

/** What the statements outside of all functions and classes come to, which are looked up by name. */
function analyseModule(run: Run, statements: readonly Statement[]): ClassResult {
  const own = statements.filter(({ type }) => type !== 'Function' && type !== 'Class');
  const result = analysePart(run, () => {
    // A name that a function writes has no value that the order of the statements tells.
    if (run.module.facts.globals.size === 0)
      executeBlock(new Scope(run, newFrame(null), newState()), own);
  });
  return { ...result, isNode: false, slots: { total: 0, known: 0 } };
}

/** What some work of a run came to, as far as it got. */
function analysePart(run: Run, work: () => void): Omit<ClassResult, 'isNode' | 'slots'> {
  run.findings.clear();
  run.hovers.clear();
  const isDone = withinLimits(() => {
    work();
    return true;
  });
  return {
    findings: [...run.findings.values()].map(placedFinding),
    notes: hoverNotes(run.hovers.values()),
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

/** Tells the rules of the plain assignments in a class's own body. */
function checkDeclarations(run: Run, definition: ClassStatement): void {
  for (const part of definition.body) {
    if (part.type !== 'Assign') continue;
    for (const target of part.targets) {
      const value = target.type === 'Name' ? findAttribute(run, definition, target.name) : null;
      if (target.type === 'Name' && value)
        tell(run, { kind: 'declaration', name: target.name, value });
    }
  }
}

function tell(run: Run, event: NodeEvent): void {
  const found = checkNodeEvent(event);
  if (found && !isCovered(run, found.at)) report(run, found);
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
  const frame: CallFrame = {
    ...newFrame(method),
    onReturn: (value, at, statement) => {
      checkReturn(run, node, at, value, statement);
      if (run.oneWay > 0) return;
      countSlots(node, at, value, slots);
      observe?.(node, value, at, statement);
    },
  };
  run.callers.push({ definition: method, at: method });
  let end: State | null;
  try {
    end = executeBlock(new Scope(run, frame, state), method.body);
  } finally {
    run.callers.pop();
  }
  if (end && node.outputs) tell(run, { kind: 'end', node: { ...node, outputs: node.outputs } });
  for (const input of node.inputs.values()) tell(run, { kind: 'input', node, input });
}

/** One finding per cause: the same expression is not reported twice. */
function isCovered(run: Run, at: SourceSpan): boolean {
  return [...run.findings.values()].some(other => other.at.from <= at.from && other.at.to >= at.to);
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
    const contract = contractNamed(output.type);
    if (!contract) continue;
    slots.total++;
    const item = items?.[i];
    if (item && isShapeKnown(state, item, contract.port.key)) slots.known++;
  }
}

/** `key` is the one under which a dict holds its tensor. */
function isShapeKnown(state: State, value: Value, key = ''): boolean {
  return alternatives(value).every(part => {
    if (part.kind === 'none') return true;
    if (part.kind === 'tensor') return part.axes !== null;
    const object = objectOf(state, part);
    if (object?.type === 'dict') {
      const held = object.entries.get(key);
      return held !== undefined && isShapeKnown(state, held);
    }
    return part.kind === 'sequence'
      ? isShapeKnown(state, part.element)
      : object?.type === 'list' && object.element !== null && isShapeKnown(state, object.element);
  });
}
