import * as vscode from 'vscode';
import { knownAt } from '../../core/python/knownNames';
import { editsOfAll } from '../../core/python/mends';
import type { Range as TextRange } from '../../core/python/positions';
import { ignoreEdit } from '../../core/python/suppress';
import { SETTINGS } from '../../core/settings/settings';
import { PythonReports } from '../../session/python/pythonReports';
import type { DocumentFinding } from '../../session/python/units';
import { settingOf } from '../../session/settingsOf';
import { ignoreFinding, scopeLabel } from '../commands/ignore';
import { DIAGNOSTIC_SEVERITIES, rulePage, SOURCE } from '../diagnostics/diagnostics';
import type { Services } from '../services';

const PYTHON: vscode.DocumentSelector = { language: 'python' };
const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('tensorLoupe');

/** Problems, quick fixes, hovers and inlay shapes for Python, all from one report per text. */
export function registerPython(services: Services): vscode.Disposable {
  const reports = new PythonReports(services);
  const collection = vscode.languages.createDiagnosticCollection('tensorLoupe.python');
  const inlaysChanged = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    reports,
    collection,
    inlaysChanged,
    reports.onDidChange(() => inlaysChanged.fire()),
    services.pythonFindings.onDidChange(uri => {
      const findings = services.pythonFindings.of(uri);
      collection.set(
        uri,
        findings.map(finding => diagnosticOf(finding, services.extensionUri)),
      );
    }),
    vscode.languages.registerCodeActionsProvider(PYTHON, fixes(reports), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, FIX_ALL],
    }),
    vscode.languages.registerHoverProvider(PYTHON, hovers(reports)),
    vscode.languages.registerInlayHintsProvider(
      PYTHON,
      inlays(services, reports, inlaysChanged.event),
    ),
  );
}

function diagnosticOf(finding: DocumentFinding, extensionUri: vscode.Uri): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(finding.range),
    finding.message,
    DIAGNOSTIC_SEVERITIES[finding.severity],
  );
  diagnostic.source = SOURCE;
  diagnostic.code = { value: finding.rule, target: rulePage(extensionUri, finding.rule) };
  diagnostic.relatedInformation = finding.chain.map(
    step =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(step.uri, rangeOf(step.range)),
        step.text,
      ),
  );
  return diagnostic;
}

function fixes(reports: PythonReports): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, range) {
      const all = reports.get(document)?.findings ?? [];
      const here = all.filter(finding => rangeOf(finding.range).intersection(range));
      return [
        ...here.filter(({ fix }) => fix).map(finding => mend(document, finding)),
        ...here.flatMap(finding => ignores(document, finding)),
        ...mendAll(document, all),
      ];
    },
  };
}

function mend(document: vscode.TextDocument, { fix }: DocumentFinding): vscode.CodeAction {
  const action = new vscode.CodeAction(fix!.title, vscode.CodeActionKind.QuickFix);
  action.edit = workspaceEdit(document, fix!.edits);
  action.isPreferred = true;
  return action;
}

/** All mends of a file at once, also when it is saved where the user wants that. */
function mendAll(
  document: vscode.TextDocument,
  findings: readonly DocumentFinding[],
): vscode.CodeAction[] {
  const { edits, count } = editsOfAll(findings);
  if (count === 0) return [];
  const action = new vscode.CodeAction(vscode.l10n.t('Fix all in file'), FIX_ALL);
  action.edit = workspaceEdit(document, edits);
  return [action];
}

function workspaceEdit(
  document: vscode.TextDocument,
  edits: readonly { readonly from: number; readonly to: number; readonly newText: string }[],
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { from, to, newText } of edits) {
    const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
    result.replace(document.uri, range, newText);
  }
  return result;
}

/** Ways to have no more of a finding: a comment on its line, and what the project's settings say. */
function ignores(
  document: vscode.TextDocument,
  { rule, range }: DocumentFinding,
): vscode.CodeAction[] {
  const { l10n } = vscode;
  const actionOf = (title: string) =>
    new vscode.CodeAction(
      `${l10n.t('Ignore {0}', rule)}: ${title}`,
      vscode.CodeActionKind.QuickFix,
    );
  const lineFrom = document.offsetAt(new vscode.Position(range.line - 1, 0));
  const change = ignoreEdit(document.getText(), lineFrom, rule);
  const actions: vscode.CodeAction[] = [];
  if (change) {
    const onLine = actionOf(l10n.t('On this line'));
    onLine.edit = new vscode.WorkspaceEdit();
    const place = new vscode.Range(
      document.positionAt(change.from),
      document.positionAt(change.to),
    );
    onLine.edit.replace(document.uri, place, change.newText);
    actions.push(onLine);
  }
  if (!vscode.workspace.getWorkspaceFolder(document.uri)) return actions;
  for (const scope of ['file', 'folder', 'everywhere'] as const) {
    const inProject = actionOf(scopeLabel(scope));
    const args = [document.uri, rule, scope];
    inProject.command = { title: inProject.title, command: ignoreFinding.id, arguments: args };
    actions.push(inProject);
  }
  return actions;
}

function hovers(reports: PythonReports): vscode.HoverProvider {
  return {
    provideHover(document, position) {
      const { line, character } = position;
      const note = knownAt(reports.get(document)?.known ?? [], line + 1, character + 1);
      if (!note) return undefined;
      const text = new vscode.MarkdownString().appendCodeblock(note.text, 'text');
      return new vscode.Hover(text, rangeOf(note.range));
    },
  };
}

function inlays(
  { workspace }: Services,
  reports: PythonReports,
  onDidChangeInlayHints: vscode.Event<void>,
): vscode.InlayHintsProvider {
  return {
    onDidChangeInlayHints,
    provideInlayHints(document, range) {
      if (!settingOf(workspace.settings, SETTINGS.pythonInlayShapes, document.uri)) return [];
      return (reports.get(document)?.known ?? [])
        .filter(note => range.contains(rangeOf(note.range).end))
        .flatMap(({ range: place, text, inlay }) => {
          if (inlay === null) return [];
          const { end } = rangeOf(place);
          const hint = new vscode.InlayHint(end, inlay, vscode.InlayHintKind.Type);
          hint.paddingLeft = true;
          hint.tooltip = text;
          return [hint];
        });
    },
  };
}

function rangeOf(range: TextRange): vscode.Range {
  return new vscode.Range(range.line - 1, range.column - 1, range.endLine - 1, range.endColumn - 1);
}
