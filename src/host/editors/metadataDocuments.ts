import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import type { TensorDocument } from '../../session/tensorDocument';
import type { Services } from '../services';

const SCHEME = 'tensor-loupe-metadata';
const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\s+/g;

/** Fires for a document that is asked for again: its file may have changed since. */
const asked = new vscode.EventEmitter<vscode.Uri>();

/** Lets VS Code read metadata entries of open tensor files as documents. */
export function registerMetadataDocuments({ documents }: Services): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: asked.event,
    provideTextDocumentContent({ query }) {
      const [file, key] = JSON.parse(query) as [string, string];
      const text = entryOf(documents.get(vscode.Uri.parse(file)), key);
      return layOut(text) ?? text;
    },
  });
}

/**
 * Opens one metadata entry as a document named after its key, which closes without a question; JSON is laid out.
 * @throws Error when the file has no such entry.
 */
export async function openMetadata(document: TensorDocument, key: string): Promise<void> {
  const { uri } = document;
  const isJson = layOut(entryOf(document, key)) !== undefined;
  const name = `${key.replace(/[/\\]/g, '_')}.${isJson ? 'json' : 'txt'}`;
  const place = uri.with({
    scheme: SCHEME,
    authority: '',
    path: `${uri.path}/${name}`,
    query: JSON.stringify([uri.toString(), key]),
  });
  asked.fire(place);
  await vscode.window.showTextDocument(place, { preview: true });
}

function entryOf(document: TensorDocument | undefined, key: string): string {
  const entry = document?.file?.metadata.find(([name]) => name === key);
  if (!entry) throw new Error(t`There is no metadata entry ${JSON.stringify(key)}`);
  return entry[1];
}

/**
 * JSON indented by its characters alone: ComfyUI's seeds run to 2^64, and parsing numbers would round them.
 * Undefined when the text is no JSON.
 */
function layOut(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  let depth = 0;
  const newLine = () => `\n${'  '.repeat(depth)}`;
  return text.replace(JSON_TOKEN, token => {
    if (token === '{' || token === '[') {
      depth++;
      return token + newLine();
    }
    if (token === '}' || token === ']') {
      depth--;
      return newLine() + token;
    }
    if (token === ',') return token + newLine();
    if (token === ':') return ': ';
    return /^\s/.test(token) ? '' : token;
  });
}
