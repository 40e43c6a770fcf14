import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ConversionId } from '../../core/convert/conversionIds';
import type { ConversionOffer } from '../../protocol/engineMethods';
import type { TensorDocument } from '../editors/tensorDocument';
import { showError } from '../log';
import type { Services } from '../services';
import { askOptions } from './convertOptions';
import { type ConvertInput, reportWritten, runConversion } from './convertRun';

/** Converts the tensor that the active editor shows; asks which way unless it is given. */
export async function convertShown(services: Services, conversion?: ConversionId): Promise<void> {
  const shown = services.documents.active;
  if (shown) await convertTensor(services, shown.document, shown.tensor, conversion);
}

/** Converts one tensor of an open document. */
export async function convertTensor(
  services: Services,
  document: TensorDocument,
  tensor: number,
  conversion?: ConversionId,
): Promise<void> {
  try {
    const offers = await document.ask('offers', { tensor });
    const offer = await chooseOffer(offers, conversion);
    if (!offer) return;
    // A conversion of the whole file names no tensor of its own.
    const name = document.file?.tensors[tensor]?.name ?? '';
    const tensors = offer.tensors.includes(name) && !offer.wholeFile ? [name] : [];
    await run(services, [{ uri: document.uri, tensors }], offer);
  } catch (error) {
    await showError(services.log, basename(document.uri.path), error);
  }
}

/** Converts files chosen in the Explorer, one by one unless the conversion joins them; then says what was skipped. */
export async function convertFiles(
  services: Services,
  uris: readonly vscode.Uri[],
  conversion?: ConversionId,
): Promise<void> {
  const [first] = uris;
  if (!first) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a tensor file first, or choose files in the Explorer.'),
    );
    return;
  }
  try {
    const place = await runConversion.place(services, first);
    const offers = await services.engine.call('offersFor', place);
    const offer = await chooseOffer(offers, conversion);
    if (!offer) return;
    const inputs = uris.map(uri => ({ uri, tensors: [] }));
    if (offer.joinsFiles || inputs.length === 1) await run(services, inputs, offer);
    else await runEach(services, inputs, offer);
  } catch (error) {
    await showError(services.log, basename(first.path), error);
  }
}

/** The conversion asked for, or the one that the user picks. */
export async function chooseOffer(
  offers: readonly ConversionOffer[],
  conversion?: ConversionId,
): Promise<ConversionOffer | undefined> {
  if (conversion) {
    const offer = offers.find(({ id }) => id === conversion);
    if (offer) return offer;
    throw new Error(vscode.l10n.t('This conversion applies to none of the tensors here.'));
  }
  const items = offers.map(offer => ({ label: offer.title, description: offer.preview, offer }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Convert into a new file'),
    matchOnDescription: true,
  });
  return chosen?.offer;
}

async function run(
  services: Services,
  inputs: readonly ConvertInput[],
  offer: ConversionOffer,
): Promise<void> {
  const options = await askOptions(services, offer);
  if (!options) return;
  const result = await runConversion.convert(services, inputs, offer.id, options);
  if (result && inputs[0]) await reportWritten(services, inputs[0].uri, result);
}

async function runEach(
  services: Services,
  inputs: readonly ConvertInput[],
  offer: ConversionOffer,
): Promise<void> {
  const options = await askOptions(services, offer);
  if (!options) return;
  const report = { done: 0, skipped: 0 };
  for (const input of inputs) {
    const result = await runConversion.convert(services, [input], offer.id, options);
    if (result) report.done++;
    else report.skipped++;
    services.log.info(`${offer.id} ${input.uri.toString(true)}: ${result ? 'done' : 'skipped'}`);
  }
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0}: {1} files converted, {2} skipped',
      offer.title,
      report.done,
      report.skipped,
    ),
  );
}
