import type { Severity } from '../lint/finding';
import type { PythonRuleId } from '../lint/ruleIds';
import { analyse } from './analyse';
import { describe } from './domain/describe';
import type { Step } from './domain/value';
import type { Draft, Edit, Hover } from './interpret/context';
import { mentionsNodes } from './nodes/findNodes';
import { type Positions, type Range, readPositions } from './positions';
import { pythonSeverities } from './rules/severities';
import { readSuppressions } from './suppress';

export interface PythonFix {
  readonly title: string;
  /** Offsets are UTF-16 units into the linted text; edits do not overlap. */
  readonly edits: readonly Edit[];
}

/** One step of the chain that led to a finding. */
export interface RelatedPlace {
  readonly range: Range;
  readonly text: string;
}

/** One broken rule in a Python text: plain data. */
export interface PythonFinding {
  readonly rule: PythonRuleId;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly chain: readonly RelatedPlace[];
  readonly fix?: PythonFix;
}

/** What is known of a name or call at a place. */
export interface KnownName {
  readonly range: Range;
  /** `IMAGE [B,H,W,3] float 0..1` */
  readonly text: string;
  /** True at an assignment, where an inlay may be shown. */
  readonly isAssigned: boolean;
}

export interface PythonLintOptions {
  /** Past this the file's analysis ends with what was proved so far. Default 2000. */
  readonly timeLimitMs?: number;
  /** Milliseconds from any start; without it only the step limit holds. */
  readonly now?: () => number;
}

/** How far the return slots of the file were understood. */
export interface SlotCounts {
  readonly total: number;
  readonly known: number;
}

export interface PythonLintResult {
  /** Sorted by place, then rule. */
  readonly findings: readonly PythonFinding[];
  /** Everything a hover or inlay can show, sorted by place; made when asked for. */
  readonly names: readonly KnownName[];
  /** What is known of the name at a line and column (from 1), or null. */
  readonly hover: (line: number, column: number) => KnownName | null;
  readonly nodeCount: number;
  /** IMAGE, MASK and LATENT slots of the returns seen, and those whose shape was known. */
  readonly slots: SlotCounts;
  /** True when the time or step limit ended the analysis early. */
  readonly isIncomplete: boolean;
}

const NOTHING: PythonLintResult = {
  findings: [],
  names: [],
  hover: () => null,
  nodeCount: 0,
  slots: { total: 0, known: 0 },
  isIncomplete: false,
};

/**
 * Follows the tensors through the ComfyUI nodes of a Python text and reports where a contract is
 * provably broken. Takes any text, throws never; a text that mentions no node costs one regexp.
 */
export function lintPython(text: string, options: PythonLintOptions = {}): PythonLintResult {
  if (!mentionsNodes(text)) return NOTHING;
  const analysis = analyse(text, options);
  const positions = readPositions(text);
  const suppressions = readSuppressions(text);
  const findings = [...analysis.drafts]
    .sort((a, b) => a.at.from - b.at.from || a.at.to - b.at.to || (a.rule < b.rule ? -1 : 1))
    .map(draft => place(draft, positions))
    .filter(finding => !suppressions.covers(finding.rule, finding.range.line));
  const hovers = [...analysis.hovers].sort((a, b) => a.from - b.from);
  return {
    findings,
    get names() {
      return hovers.map(hover => named(hover, positions)).filter(name => name !== null);
    },
    hover: (line, column) => findName(hovers, positions, positions.offset(line, column)),
    nodeCount: analysis.nodeCount,
    slots: analysis.slots,
    isIncomplete: analysis.isIncomplete,
  };
}

function place(draft: Draft, positions: Positions): PythonFinding {
  const chain = chainOf(draft, positions);
  return {
    rule: draft.rule,
    severity: draft.severity ?? pythonSeverities[draft.rule],
    message: draft.message,
    range: positions.range(draft.at),
    chain,
    ...(draft.fix && { fix: draft.fix }),
  };
}

const MAX_CHAIN = 8;

/** The history of the values in question, newest first, then the calls that led into a helper. */
function chainOf(draft: Draft, positions: Positions): RelatedPlace[] {
  const seen = new Map<string, RelatedPlace>();
  const add = (from: number, to: number, text: string) => {
    const key = `${from}:${text}`;
    if (seen.size < MAX_CHAIN && !seen.has(key))
      seen.set(key, { range: positions.range({ from, to }), text });
  };
  for (const first of draft.steps) {
    for (let step: Step | null = first; step !== null; step = step.previous)
      add(step.from, step.to, step.text());
  }
  for (const { at, text } of draft.related ?? []) add(at.from, at.to, text);
  return [...seen.values()];
}

function named(hover: Hover, positions: Positions): KnownName | null {
  const text = describe(hover.value);
  return text === null
    ? null
    : { range: positions.range(hover), text, isAssigned: hover.isAssigned };
}

function findName(
  hovers: readonly Hover[],
  positions: Positions,
  offset: number,
): KnownName | null {
  let low = 0;
  let high = hovers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hovers[middle]!.from <= offset) low = middle + 1;
    else high = middle;
  }
  const hover = hovers[low - 1];
  return hover && offset <= hover.to ? named(hover, positions) : null;
}
