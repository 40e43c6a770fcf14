import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ConversionId } from '../../core/convert/conversionIds';
import { t } from '../../core/l10n';
import type { ConversionOffer } from '../../protocol/engineMethods';
import { tensorFilesAmong } from '../../session/scan';
import type { TensorDocument } from '../../session/tensorDocument';
import type { Uri } from '../../session/uri';
import { messageOf } from '../../session/workspace';
import { showError } from '../log';
import type { Services } from '../services';
import { askOptions } from './convertOptions';
import { type Outcome, reportOutcomes } from './convertReport';
import { type ConvertInput, type ConvertInputs, reportWritten, runConversion } from './convertRun';

/** Converts the tensor that the active editor shows; asks which way unless it is given. */
export async function convertShown(services: Services, conversion?: ConversionId): Promise<void> {
  const shown = services.documents.active;
  if (shown) await convertTensor(services, shown.document, shown.tensor, conversion);
}

/** Converts one tensor of an open document; asks for the options unless they are given. */
export async function convertTensor(
  services: Services,
  document: TensorDocument,
  tensor: number,
  conversion?: ConversionId,
  given?: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    const offers = await document.ask('offers', { tensor });
    const offer = await chooseOffer(offers, conversion);
    if (!offer) return;
    // A conversion of the whole file names no tensor of its own.
    const name = document.file?.tensors[tensor]?.name ?? '';
    const tensors = offer.tensors.includes(name) && !offer.wholeFile ? [name] : [];
    await run(services, [{ uri: document.uri, tensors }], offer, given);
  } catch (error) {
    await tellFailure(services, document.uri, error);
  }
}

/**
 * Converts what is chosen in the Explorer, folders by the tensor files in them: one by one unless the
 * conversion joins them; then reports what was done, and what was skipped and why.
 */
export async function convertFiles(
  services: Services,
  chosen: readonly Uri[],
  conversion?: ConversionId,
): Promise<void> {
  const [first, ...others] = await tensorFilesAmong(services, chosen);
  if (!first) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a tensor file first, or choose files in the Explorer.'),
    );
    return;
  }
  try {
    const offer = await chooseOffer(await offersForAll(services, [first, ...others]), conversion);
    if (!offer) return;
    const inputOf = (uri: Uri) => ({ uri, tensors: [] });
    const inputs: ConvertInputs = [inputOf(first), ...others.map(inputOf)];
    if (offer.joinsFiles || others.length === 0) await run(services, inputs, offer);
    else await runEach(services, inputs, offer);
  } catch (error) {
    await tellFailure(services, first, error);
  }
}

/** Files that are looked into for what can be done with them; what fits one of many fits its like. */
const MOST_LOOKED_INTO = 20;

/** What can be done with any of the files. @throws the first refusal where none can be opened. */
async function offersForAll(
  services: Services,
  uris: readonly Uri[],
): Promise<readonly ConversionOffer[]> {
  const asked = uris
    .slice(0, MOST_LOOKED_INTO)
    .map(async uri => services.engine.call('offersFor', await runConversion.place(services, uri)));
  const lists = await Promise.allSettled(asked);
  const failed = lists.find(list => list.status === 'rejected');
  if (failed && lists.every(list => list.status === 'rejected')) throw failed.reason;
  const byId = new Map<ConversionId, ConversionOffer>();
  for (const offer of lists.flatMap(list => (list.status === 'fulfilled' ? list.value : [])))
    if (!byId.has(offer.id)) byId.set(offer.id, offer);
  return [...byId.values()];
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
  const items = offers.map(offer => ({
    label: t(offer.title),
    description: offer.preview.replaceAll(' -> ', ' → '),
    offer,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Convert into a new file'),
    matchOnDescription: true,
  });
  return chosen?.offer;
}

async function run(
  services: Services,
  inputs: ConvertInputs,
  offer: ConversionOffer,
  given?: Readonly<Record<string, string>>,
): Promise<void> {
  const ask = () =>
    askOptions(services, offer, values =>
      runConversion.preview(services, inputs, offer.id, values),
    );
  const options = given ?? (await ask());
  if (!options) return;
  const result = await runConversion.convert(services, inputs, offer.id, options);
  if (result) await reportWritten(services, inputs[0].uri, result);
}

async function runEach(
  services: Services,
  inputs: ConvertInputs,
  offer: ConversionOffer,
): Promise<void> {
  const [first] = inputs;
  const options = await askOptions(services, offer, values =>
    runConversion.preview(services, [first], offer.id, values),
  );
  if (!options) return;
  const outcomes: Outcome[] = [];
  for (const input of inputs) {
    const outcome = await outcomeOf(services, input, offer, options);
    if (outcome === undefined) break;
    outcomes.push(outcome);
  }
  await reportOutcomes(services, t(offer.title), outcomes, inputs.length);
}

/** Undefined when the user cancels. */
async function outcomeOf(
  services: Services,
  input: ConvertInput,
  offer: ConversionOffer,
  options: Readonly<Record<string, string>>,
): Promise<Outcome | undefined> {
  try {
    const result = await runConversion.convert(services, [input], offer.id, options);
    return result && { source: input.uri, outputs: result.outputs.map(({ path }) => path) };
  } catch (error) {
    return { source: input.uri, reason: messageOf(error) };
  }
}

function tellFailure(services: Services, uri: Uri, error: unknown): Promise<void> {
  const title = vscode.l10n.t('{0} was not converted', basename(uri.path));
  return showError(services.log, title, error);
}
