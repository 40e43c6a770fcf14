import * as vscode from 'vscode';
import type { Kind } from '../core/contracts/index';
import { VIEW_DEFAULTS } from '../core/present/tone';
import type { KindChoice, UserWord } from '../protocol/engineMethods';
import type { EditorSettings } from '../protocol/webviewMethods';

export const SECTION = 'tensorLoupe';

export type LintRun = 'onOpen' | 'workspace' | 'off';

/** Reads the extension's settings; every reader asks anew, so a change applies at once. */
export const config = {
  /** As it stands: the engine reads what can be used and says what cannot. */
  rules(uri?: vscode.Uri): unknown {
    return get<unknown>('rules', {}, uri);
  },
  contracts(uri?: vscode.Uri): unknown {
    return get<unknown>('contracts', [], uri);
  },
  lintRun(): LintRun {
    return get<LintRun>('lint.run', 'workspace');
  },
  lintInclude(): string {
    return get('lint.include', '');
  },
  lintExclude(): readonly string[] {
    return get<readonly string[]>('lint.exclude', []);
  },
  pythonLint(uri?: vscode.Uri): boolean {
    return get('python.lint', true, uri);
  },
  pythonInlayShapes(uri?: vscode.Uri): boolean {
    return get('python.inlayShapes', false, uri);
  },
  wholeFileLimitMiB(): number {
    return get('virtualFiles.maxSize', 256);
  },
  view(): EditorSettings {
    return {
      defaultColormap: get<string>('view.colormap', VIEW_DEFAULTS.defaultColormap),
      maskColor: get<string>('view.maskColor', VIEW_DEFAULTS.maskColor),
      maskOpacity: get<number>('view.maskOpacity', VIEW_DEFAULTS.maskOpacity),
    };
  },
};

function get<T>(key: string, fallback: T, uri?: vscode.Uri): T {
  const value = vscode.workspace.getConfiguration(SECTION, uri).get<T>(key) ?? fallback;
  // VS Code hands out objects as proxies, which cannot be posted to the engine.
  return typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value;
}

/** The kinds that the user chose in the editor, remembered per workspace. */
export class KindStore {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  choices(uri: vscode.Uri): readonly KindChoice[] {
    return this.#state.get<readonly KindChoice[]>(keyOf(uri), []);
  }

  /** `'auto'` takes the user's word back. */
  async choose(uri: vscode.Uri, tensor: string, kind: Kind | null | 'auto'): Promise<void> {
    const others = this.choices(uri).filter(choice => choice.tensor !== tensor);
    const choices = kind === 'auto' ? others : [...others, { tensor, kind }];
    await this.#state.update(keyOf(uri), choices.length > 0 ? choices : undefined);
    this.#changed.fire(uri);
  }

  /** All that the user has said about a file. */
  word(uri: vscode.Uri): UserWord {
    return {
      relativePath: vscode.workspace.asRelativePath(uri, false),
      kinds: this.choices(uri),
      contracts: config.contracts(uri),
      rules: config.rules(uri),
    };
  }
}

function keyOf(uri: vscode.Uri): string {
  return `kinds:${uri.toString()}`;
}
