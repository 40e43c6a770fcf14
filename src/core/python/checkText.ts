import type { Severity } from '../findings';
import { analyse } from './analyse';
import type { Edit } from './domain/outcome';
import type { ClassCache } from './incremental';
import { mentionsNodes, mentionsTensors } from './nodes/mentionsNodes';
import { type Positions, type Range, readPositions } from './positions';
import type { Note, PlacedFinding } from './results';
import { readSuppressions } from './suppress';

interface PythonFix {
  readonly title: string;
  /** Offsets are UTF-16 units into the linted text; edits do not overlap. */
  readonly edits: readonly Edit[];
}

/** One step of the chain that led to a finding. */
interface RelatedPlace {
  readonly range: Range;
  readonly text: string;
}

/** One broken rule in a Python text: plain data. */
export interface PythonFinding {
  readonly rule: `python/${string}`;
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
  /** What an inlay shows at an assignment, `[B,H,W,3]`; null elsewhere. */
  readonly inlay: string | null;
}

/** Limits of one lint and what it may reuse. */
export interface PythonLintOptions {
  /** Past this the file's analysis ends with what was proved so far. Default 2000. */
  readonly timeLimitMs?: number;
  /** Milliseconds from any start; without it only the step limit holds. */
  readonly now?: () => number;
  /** What earlier lints of the same document came to; only what changed is analysed again. */
  readonly cache?: ClassCache;
  /** The text is a notebook's: what stands outside of nodes is run too. */
  readonly isNotebook?: boolean;
}

/** How far the return slots of the file were understood. */
interface SlotCounts {
  readonly total: number;
  readonly known: number;
}

interface PythonLintResult {
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
 * provably broken. Takes any text, throws never; a text that mentions no node costs one search.
 */
export function lintPython(text: string, options: PythonLintOptions = {}): PythonLintResult {
  const followsModule = options.isNotebook === true && mentionsTensors(text);
  if (!followsModule && !mentionsNodes(text)) return NOTHING;
  const { classes, isIncomplete, facts } = analyse(text, { ...options, followsModule });
  const positions = readPositions(text);
  const suppressions = facts && readSuppressions(text, facts, positions);
  const findings = unique(
    classes.flatMap(item => item.findings),
    findingKey,
  )
    .sort((a, b) => a.from - b.from || a.to - b.to || (a.rule < b.rule ? -1 : 1))
    .map(finding => place(finding, positions))
    .filter(finding => !suppressions?.covers(finding.rule, finding.range.line));
  const notes = unique(
    classes.flatMap(item => item.notes),
    note => note.from,
  ).sort((a, b) => a.from - b.from);
  return {
    findings,
    get names() {
      return notes.map(note => named(note, positions));
    },
    hover: (line, column) => findName(notes, positions, positions.offset(line, column)),
    nodeCount: classes.filter(item => item.isNode).length,
    slots: {
      total: classes.reduce((sum, { slots }) => sum + slots.total, 0),
      known: classes.reduce((sum, { slots }) => sum + slots.known, 0),
    },
    isIncomplete,
  };
}

const findingKey = ({ rule, from, to }: PlacedFinding): string => `${rule}:${from}:${to}`;

/** The first of each key: two nodes that share a helper or a base tell of it once. */
function unique<T>(items: readonly T[], keyOf: (item: T) => unknown): T[] {
  const seen = new Map<unknown, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

function place(finding: PlacedFinding, positions: Positions): PythonFinding {
  const { rule, severity, message, fix } = finding;
  const chain = finding.chain.map(step => ({ range: positions.range(step), text: step.text }));
  return { rule, severity, message, range: positions.range(finding), chain, ...(fix && { fix }) };
}

function named(note: Note, positions: Positions): KnownName {
  return { range: positions.range(note), text: note.text, inlay: note.inlay };
}

function findName(notes: readonly Note[], positions: Positions, offset: number): KnownName | null {
  let low = 0;
  let high = notes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (notes[middle]!.from <= offset) low = middle + 1;
    else high = middle;
  }
  const note = notes[low - 1];
  return note && offset <= note.to ? named(note, positions) : null;
}
