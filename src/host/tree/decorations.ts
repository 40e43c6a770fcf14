import * as vscode from 'vscode';
import type { Finding } from '../../core/lint/finding';
import type { Services } from '../services';

const COLORS = { error: 'list.errorForeground', warning: 'list.warningForeground' } as const;

/** Badges in the Explorer for files with errors or warnings. */
export function registerDecorations(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.registerFileDecorationProvider({
      onDidChangeFileDecorations: services.diagnostics.onDidChange,
      provideFileDecoration: uri => decorationOf(services.diagnostics.findings(uri)),
    }),
  );
}

function decorationOf(findings: readonly Finding[]): vscode.FileDecoration | undefined {
  const worst = (['error', 'warning'] as const).find(severity =>
    findings.some(finding => finding.severity === severity),
  );
  if (!worst) return undefined;
  const count = findings.filter(({ severity }) => severity === worst).length;
  const tooltip = vscode.l10n.t('Tensor Loupe: {0}', findings[0]?.message ?? '');
  return new vscode.FileDecoration(
    count > 9 ? '9+' : String(count),
    tooltip,
    new vscode.ThemeColor(COLORS[worst]),
  );
}
