import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ConversionId } from '../../core/convert/conversionIds';
import type {
  ConvertParams,
  ConvertResult,
  EngineMethods,
  OpenParams,
  Progress,
} from '../../protocol/engineMethods';
import { CancelledError, type ParamsOf } from '../../protocol/rpc';
import { locate } from '../../session/location';
import { overridesOf } from '../../session/overrides';
import type { Uri } from '../../session/uri';
import { signalOf } from '../async';
import { showError } from '../log';
import type { Services } from '../services';
import { openInLoupe } from './open';

const MIB = 2 ** 20;

/** A file's bytes and the user's word on it, as the engine takes them. */
async function place(services: Services, uri: Uri): Promise<OpenParams> {
  return {
    location: await locate(services.workspace, uri),
    overrides: await overridesOf(services, uri),
  };
}

/** What is to be converted: some tensors of a file, or all that the conversion applies to. */
export interface ConvertInput {
  readonly uri: Uri;
  readonly tensors: readonly string[];
}
export type ConvertInputs = readonly [ConvertInput, ...ConvertInput[]];

/** What the engine is asked, for writing or only for a preview. */
async function paramsOf(
  services: Services,
  inputs: ConvertInputs,
  conversion: ConversionId,
  options: Readonly<Record<string, string>>,
): Promise<ConvertParams> {
  const locations = inputs.map(async ({ uri, tensors }) => ({
    location: await locate(services.workspace, uri),
    tensors,
  }));
  return {
    conversion,
    inputs: await Promise.all(locations),
    overrides: await overridesOf(services, inputs[0].uri),
    options,
    output: null,
    overwrite: false,
  };
}

/** Converts with progress; undefined when the user cancels. @throws what the engine refuses. */
async function convert(
  services: Services,
  inputs: ConvertInputs,
  conversion: ConversionId,
  options: Readonly<Record<string, string>>,
): Promise<ConvertResult | undefined> {
  const name = inputs.map(({ uri }) => basename(uri.path)).join(', ');
  const params = await paramsOf(services, inputs, conversion, options);
  return withProgress(services, name, 'convert', params);
}

/** The shapes and the new file's name, as `[1,768,768,3], x.resized.safetensors`. @throws as `convert`. */
async function preview(
  services: Services,
  inputs: ConvertInputs,
  conversion: ConversionId,
  options: Readonly<Record<string, string>>,
): Promise<string> {
  const params = await paramsOf(services, inputs, conversion, options);
  const { shapes, paths } = await services.engine.call('previewConversion', params);
  return `${shapes}, ${basename(paths[0] ?? '')}${paths.length > 1 ? '...' : ''}`;
}

async function fixAll(services: Services, uri: Uri): Promise<ConvertResult | undefined> {
  return withProgress(services, basename(uri.path), 'fixAll', await place(services, uri));
}

export const runConversion = { place, convert, preview, fixAll };

/** Runs with bytes and time left in a notification; undefined when cancelled. @throws what fails. */
async function withProgress<K extends 'convert' | 'fixAll'>(
  services: Services,
  name: string,
  method: K,
  params: ParamsOf<EngineMethods[K]>,
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
        const call = services.engine.call(method, params, { signal: signalOf(token), onProgress });
        return call as Promise<ConvertResult>;
      },
    );
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    throw error;
  }
}

function describe({ doneBytes, totalBytes }: Progress, elapsedMs: number): string {
  const done = (doneBytes / MIB).toFixed(0);
  const total = (totalBytes / MIB).toFixed(0);
  if (elapsedMs < 1000 || doneBytes === 0) return vscode.l10n.t('{0} of {1} MiB', done, total);
  const secondsLeft = Math.ceil(((totalBytes - doneBytes) / doneBytes) * (elapsedMs / 1000));
  return vscode.l10n.t('{0} of {1} MiB, {2} s left', done, total, secondsLeft);
}

/** Opens what was written and offers to look at it, or to take it back. */
export async function reportWritten(
  services: Services,
  source: Uri,
  result: ConvertResult,
): Promise<void> {
  const outputs = result.outputs.map(({ path }) => vscode.Uri.file(path));
  const [first] = outputs;
  if (!first) return;
  await openInLoupe(first);
  const name = basename(first.path);
  const text =
    outputs.length === 1
      ? vscode.l10n.t('Wrote {0}', name)
      : vscode.l10n.t('Wrote {0} and {1} more', name, outputs.length - 1);
  const reveal = vscode.l10n.t('Reveal');
  const sizes = vscode.l10n.t('Compare Sizes');
  const remove = vscode.l10n.t('Delete');
  // Not awaited by callers' next steps: a message may stay for minutes.
  void vscode.window.showInformationMessage(text, reveal, sizes, remove).then(async choice => {
    if (choice === reveal) await vscode.commands.executeCommand('revealInExplorer', first);
    if (choice === sizes) await compareSizes(source, outputs);
    if (choice === remove) await deleteAll(services, outputs);
  });
}

async function compareSizes(source: Uri, outputs: readonly vscode.Uri[]): Promise<void> {
  const sizeOf = async (uri: Uri) => (await vscode.workspace.fs.stat(uri as vscode.Uri)).size;
  const before = await sizeOf(source);
  const after = (await Promise.all(outputs.map(sizeOf))).reduce((sum, size) => sum + size, 0);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0}: {1} bytes. Written: {2} bytes.', basename(source.path), before, after),
  );
}

async function deleteAll(services: Services, uris: readonly vscode.Uri[]): Promise<void> {
  for (const uri of uris) {
    try {
      await vscode.workspace.fs.delete(uri);
    } catch (error) {
      await showError(services.log, basename(uri.path), error);
    }
  }
}
