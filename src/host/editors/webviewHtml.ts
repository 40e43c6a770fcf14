import * as vscode from 'vscode';

/** The folders that the webview may load from: our own bundle only; a file's bytes come by message. */
export function webviewRoots(extensionUri: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')];
}

/** The command that loads the page anew, for a page whose script does not run. */
export const RELOAD = 'tensorLoupe.reloadPage';

/** The page around the webview bundle: nothing may run but our script, nothing may load but our files. */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24))));
  const [root] = webviewRoots(extensionUri) as [vscode.Uri];
  const asset = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} blob: data:`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const language = vscode.env.language.replace(/[^A-Za-z-]/g, '');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset('style.css')}" id="vscode-codicon-stylesheet">
<title>Tensor Loupe</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems": true}'>
<p id="loading">
${escaped(vscode.l10n.t('Loading...'))}
<a href="command:${RELOAD}">${escaped(vscode.l10n.t('Reload'))}</a>
</p>
<script type="module" nonce="${nonce}" src="${asset('webview.js')}"></script>
</body>
</html>`;
}

/** A text as HTML has it. */
function escaped(text: string): string {
  return text.replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`);
}
