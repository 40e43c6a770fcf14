import * as vscode from 'vscode';
import type { AxisRange } from '../../core/tensor/slice';
import type { TensorDocument } from '../../session/tensorDocument';
import type { Uri } from '../../session/uri';
import { fileNameOf } from '../../session/uri';
import { reportWritten } from '../commands/convertReport';
import type { Services } from '../services';

const PNG_LIMIT_BYTES = 64 * 2 ** 20;

/** Asks where to, then writes what the viewer drew. */
export async function savePng(source: Uri, name: string, bytes: unknown): Promise<void> {
  if (!(bytes instanceof Uint8Array) || bytes.length > PNG_LIMIT_BYTES) {
    throw new Error(
      vscode.l10n.t('The picture is too large to save from the editor; use Export PNG'),
    );
  }
  const stem = fileNameOf(source).replace(/\.[^.]*$/, '');
  const suggested = `${stem}${name ? `.${name}` : ''}.png`.replace(/[^\p{L}\p{N}._-]+/gu, '_');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(source, '..', suggested),
    filters: { PNG: ['png'] },
    title: vscode.l10n.t('Save What Is Shown as PNG'),
    saveLabel: vscode.l10n.t('Save'),
  });
  if (target) await vscode.workspace.fs.writeFile(target, bytes);
}

/** Asks where to, then writes the slice, bits kept, as a tensor file of its own. */
export async function saveSlice(
  services: Services,
  document: TensorDocument,
  tensor: number,
  ranges: readonly AxisRange[],
  signal: AbortSignal,
): Promise<void> {
  const stem = fileNameOf(document.uri).replace(/\.[^.]*$/, '');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(document.uri, '..', `${stem}.slice.safetensors`),
    filters: { Tensors: ['safetensors', 'npy', 'npz', 'latent'] },
    title: vscode.l10n.t('Save Slice'),
    saveLabel: vscode.l10n.t('Save'),
  });
  if (!target) return;
  const path = services.workspace.files.placeOf(target);
  if (path === null) throw new Error(vscode.l10n.t('Choose a place on a disk.'));
  const result = await document.ask('saveSlice', { tensor, ranges, path }, { signal });
  await reportWritten(services, document.uri, result);
}
