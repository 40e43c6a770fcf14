import * as vscode from 'vscode';
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

/** Problems, quick fixes, hovers and inlay shapes for Python, all from one report per text. */
export function registerPython(services: Services): vscode.Disposable {
  const reports = new PythonReports(services);
  const collection = vscode.languages.createDiagnosticCollection('tensorLoupe.python');
  const inlaysChanged = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    reports,
    collection,
    inlaysChanged,
    reports.onDidChange(document => {
      const findings = reports.get(document)?.findings ?? [];
      collection.set(
        document.uri,
        findings.map(finding => diagnosticOf(finding, services.extensionUri)),
      );
      inlaysChanged.fire();
    }),
    vscode.languages.registerCodeActionsProvider(PYTHON, fixes(reports), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
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
      const findings = (reports.get(document)?.findings ?? []).filter(finding =>
        rangeOf(finding.range).intersection(range),
      );
      return [
        ...findings.filter(({ fix }) => fix).map(finding => mend(document, finding)),
        ...findings.flatMap(finding => ignores(document, finding)),
      ];
    },
  };
}

function mend(document: vscode.TextDocument, { fix }: DocumentFinding): vscode.CodeAction {
  const action = new vscode.CodeAction(fix!.title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.isPreferred = true;
  for (const edit of fix!.edits) {
    const range = new vscode.Range(document.positionAt(edit.from), document.positionAt(edit.to));
    action.edit.replace(document.uri, range, edit.newText);
  }
  return action;
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
      const notes = (reports.get(document)?.known ?? []).filter(note =>
        rangeOf(note.range).contains(position),
      );
      // The innermost range is the one that the pointer means.
      const note = notes.reduce<(typeof notes)[number] | undefined>(
        (best, candidate) =>
          !best || rangeOf(best.range).contains(rangeOf(candidate.range)) ? candidate : best,
        undefined,
      );
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
