import type { Severity } from '../findings';
import type { LocalText } from '../l10n';
import { describeShape, describeValue } from './domain/describe';
import type { Fix } from './domain/outcome';
import type { HistoryStep, Value } from './domain/value';
import type { Hover, TracedFinding } from './evaluate/run';
import type { SourceSpan } from './syntax/ast';

interface ChainStep extends SourceSpan {
  readonly text: LocalText;
}

/** A finding in offsets of the text. */
export interface PlacedFinding extends SourceSpan {
  readonly rule: `python/${string}`;
  readonly severity: Severity;
  readonly message: LocalText;
  readonly chain: readonly ChainStep[];
  readonly fix?: Fix;
}

/** What is known of a name or call, in offsets of the text. */
export interface Note extends SourceSpan {
  readonly text: LocalText;
  /** What an inlay shows at an assignment; null elsewhere. */
  readonly inlay: LocalText | null;
}

/** What one class came to: plain data that holds on to nothing of the run. */
export interface ClassResult {
  readonly findings: readonly PlacedFinding[];
  readonly notes: readonly Note[];
  readonly isNode: boolean;
  readonly slots: { total: number; known: number };
  readonly isIncomplete: boolean;
}

const MAX_CHAIN = 8;

/** A finding with its texts made, as plain data that a cache may keep. */
export function placedFinding(found: TracedFinding): PlacedFinding {
  return {
    rule: found.rule,
    severity: found.severity,
    message: found.message,
    from: found.at.from,
    to: found.at.to,
    chain: chainOf(found),
    ...(found.fix && { fix: found.fix }),
  };
}

/** The history of the values in question, newest first, then the calls that led into a helper. */
function chainOf(found: TracedFinding): ChainStep[] {
  const seen = new Map<string, ChainStep>();
  const add = (from: number, to: number, text: LocalText) => {
    const key = `${from}:${text}`;
    if (seen.size < MAX_CHAIN && !seen.has(key)) seen.set(key, { from, to, text });
  };
  for (const first of found.steps) {
    for (let step: HistoryStep | null = first; step !== null; step = step.previous)
      add(step.from, step.to, step.text());
  }
  for (const { at, text } of found.related) add(at.from, at.to, text);
  return [...seen.values()];
}

/** The hovers that have something to say; one value is described once however often it is named. */
export function hoverNotes(hovers: Iterable<Hover>): Note[] {
  const texts = new Map<Value, LocalText | null>();
  const notes: Note[] = [];
  for (const { from, to, value, isAssigned } of hovers) {
    let text = texts.get(value);
    if (text === undefined) {
      text = describeValue(value);
      texts.set(value, text);
    }
    if (text !== null)
      notes.push({ from, to, text, inlay: isAssigned ? describeShape(value) : null });
  }
  return notes;
}

/** The same result for a text in which everything lies elsewhere. */
export function movedResult(result: ClassResult, move: (offset: number) => number): ClassResult {
  const moved = <T extends SourceSpan>(item: T): T => ({
    ...item,
    from: move(item.from),
    to: move(item.to),
  });
  return {
    ...result,
    notes: result.notes.map(moved),
    findings: result.findings.map(finding => ({
      ...moved(finding),
      chain: finding.chain.map(moved),
      ...(finding.fix && { fix: { ...finding.fix, edits: finding.fix.edits.map(moved) } }),
    })),
  };
}
