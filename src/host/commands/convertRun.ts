import * as vscode from 'vscode';
import { byteSize } from '../../core/byteSize';
import type { ConversionPreview, ConvertResult, Progress } from '../../protocol/engineMethods';
import { CancelledError } from '../../protocol/rpc';
import type { EngineCallOptions } from '../../session/engine';
import { nameOfPath } from '../../session/uri';
import { signalOf } from '../async';

/** A preview in words: `[1,768,768,3], x.resized.safetensors`, and what would be left out. */
export function previewText({ shapes, paths, notes }: ConversionPreview): string {
  const name = `${nameOfPath(paths[0] ?? '')}${paths.length > 1 ? '...' : ''}`;
  return [`${shapes}, ${name}`, ...notes].join('. ');
}

/** Runs with bytes and time left in a notification; undefined when cancelled. @throws what fails. */
export async function withProgress(
  name: string,
  run: (call: EngineCallOptions) => Promise<ConvertResult>,
): Promise<ConvertResult | undefined> {
  const title = vscode.l10n.t('Converting {0}', name);
  const location = vscode.ProgressLocation.Notification;
  try {
    return await vscode.window.withProgress(
      { title, location, cancellable: true },
      (progress, token) => {
        const started = Date.now();
        let percent = 0;
        const onProgress = (at: Progress) => {
          const now = at.totalBytes > 0 ? (100 * at.doneBytes) / at.totalBytes : 0;
          progress.report({
            message: describe(at, Date.now() - started),
            increment: now - percent,
          });
          percent = now;
        };
        return run({ signal: signalOf(token), onProgress });
      },
    );
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    throw error;
  }
}

function describe({ doneBytes, totalBytes }: Progress, elapsedMs: number): string {
  const [done, total] = [byteSize(doneBytes), byteSize(totalBytes)];
  if (elapsedMs < 1000 || doneBytes === 0) return vscode.l10n.t('{0} of {1}', done, total);
  const secondsLeft = Math.ceil(((totalBytes - doneBytes) / doneBytes) * (elapsedMs / 1000));
  return vscode.l10n.t('{0} of {1}, {2} s left', done, total, secondsLeft);
}
