import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  type InlayHint,
  InlayHintKind,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Severity } from '../../core/findings';
import type { KnownName, PythonFinding } from '../../core/python/checkText';
import { knownAt } from '../../core/python/knownNames';
import { editsOfAll } from '../../core/python/mends';
import type { Range as TextRange } from '../../core/python/positions';
import { ignoreEdit } from '../../core/python/suppress';

/** The kind of the action that makes every sure mend of a text, for editors that run it on save. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.tensorLoupe`;

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding in the protocol's words; its chain is related places. */
export function diagnosticOf(finding: PythonFinding, uri: string): Diagnostic {
  return {
    range: rangeOf(finding.range),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    source: 'Tensor Loupe',
    message: finding.message,
    relatedInformation: finding.chain.map(step => ({
      location: { uri, range: rangeOf(step.range) },
      message: step.text,
    })),
  };
}

/** What is known of the name at a position. */
export function hoverAt(known: readonly KnownName[], { line, character }: Position): Hover | null {
  const note = knownAt(known, line + 1, character + 1);
  if (!note) return null;
  return { contents: { kind: 'plaintext', value: note.text }, range: rangeOf(note.range) };
}

/** The shapes of what is assigned in a range. */
export function inlaysIn(known: readonly KnownName[], range: Range): InlayHint[] {
  return known.flatMap(({ range: place, text, inlay }): InlayHint[] => {
    if (inlay === null || !touches(rangeOf(place), range)) return [];
    const position = rangeOf(place).end;
    return [{ position, label: inlay, kind: InlayHintKind.Type, paddingLeft: true, tooltip: text }];
  });
}

/** The mends of what is found in a range, ways to silence it, and one action for all mends of the text. */
export function actionsFor(
  text: TextDocument,
  findings: readonly PythonFinding[],
  range: Range,
  only: readonly CodeActionKind[] | undefined,
): CodeAction[] {
  const isAsked = (kind: string) =>
    !only || only.some(asked => kind === asked || kind.startsWith(`${asked}.`));
  const here = findings.filter(finding => touches(rangeOf(finding.range), range));
  const all = editsOfAll(findings);
  return [
    ...here.flatMap(finding => mendOf(text, finding)),
    ...here.flatMap(finding => ignoreOf(text, finding)),
    ...(all.count > 0
      ? [{ title: 'Fix all in file', kind: FIX_ALL, edit: edit(text, all.edits) }]
      : []),
  ].filter(action => isAsked(action.kind ?? ''));
}

function mendOf(text: TextDocument, finding: PythonFinding): CodeAction[] {
  if (!finding.fix) return [];
  return [
    {
      title: finding.fix.title,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: [diagnosticOf(finding, text.uri)],
      edit: edit(text, finding.fix.edits),
    },
  ];
}

function ignoreOf(text: TextDocument, finding: PythonFinding): CodeAction[] {
  const lineFrom = text.offsetAt({ line: finding.range.line - 1, character: 0 });
  const change = ignoreEdit(text.getText(), lineFrom, finding.rule);
  if (!change) return [];
  return [
    {
      title: `Ignore ${finding.rule}: On this line`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, text.uri)],
      edit: edit(text, [change]),
    },
  ];
}

function edit(
  text: TextDocument,
  edits: readonly { readonly from: number; readonly to: number; readonly newText: string }[],
): CodeAction['edit'] {
  const changes = edits.map(
    ({ from, to, newText }): TextEdit => ({
      range: { start: text.positionAt(from), end: text.positionAt(to) },
      newText,
    }),
  );
  return { changes: { [text.uri]: changes } };
}

function rangeOf({ line, column, endLine, endColumn }: TextRange): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

function touches(a: Range, b: Range): boolean {
  const isAfter = (p: Position, q: Position) =>
    p.line > q.line || (p.line === q.line && p.character > q.character);
  return !isAfter(a.start, b.end) && !isAfter(b.start, a.end);
}
