import * as vscode from 'vscode';
import type { ConversionId } from '../../core/convert/conversionIds';
import { t } from '../../core/l10n';
import type { ConversionOffer } from '../../protocol/engineMethods';
import { CancelledError } from '../../protocol/rpc';
import {
  ConvertRunner,
  type ConvertInputs as Inputs,
  type ConvertJob as Job,
} from '../../session/convertRunner';
import { ConvertSources } from '../../session/convertSources';
import { overridesOf } from '../../session/overrides';
import { tensorFilesAmong } from '../../session/scan';
import type { TensorDocument } from '../../session/tensorDocument';
import { fileNameOf, nameOfPath } from '../../session/uri';
import { messageOf } from '../../session/workspace';
import { signalOf } from '../async';
import { filesText } from '../counted';
import { showError } from '../log';
import { inform } from '../notify';
import type { Services } from '../services';
import { type ChosenOffer, chooseOffer } from './convertChoice';
import { askOptions } from './convertOptions';
import { type Outcome, reportOutcomes, reportWritten } from './convertReport';
import { previewText, withProgress } from './convertRun';
import { confirmSurvey, type Survey, survey } from './convertSurvey';

type Options = Readonly<Record<string, string>>;
type ConvertInputs = Inputs<vscode.Uri>;
type ConvertJob = Job<vscode.Uri>;

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
  given?: Options,
): Promise<void> {
  await flow(services, document.uri, async runner => {
    const offers = await document.ask('offers', { tensor });
    const chosen = await chooseOffer(offers, conversion);
    if (!chosen) return;
    const { offer } = chosen;
    // A conversion of the whole file names no tensor of its own.
    const name = document.file?.tensors[tensor]?.name ?? '';
    const tensors = offer.tensors.includes(name) && !offer.wholeFile ? [name] : [];
    await run(services, runner, [{ uri: document.uri, tensors }], chosen, given);
  });
}

/**
 * Converts what is chosen in the Explorer, folders by the tensor files in them: one by one unless the
 * conversion joins them; then reports what was done, and what was skipped and why.
 */
export async function convertFiles(
  services: Services,
  chosen: readonly vscode.Uri[],
  conversion?: ConversionId,
): Promise<void> {
  const [first, ...others] = await tensorFilesAmong(services, chosen);
  if (!first) {
    void inform(vscode.l10n.t('Open a tensor file first, or choose files in the Explorer.'));
    return;
  }
  await flow(services, first, async (runner, sources) => {
    const offers = await offersForAll(services, sources, [first, ...others]);
    const choice = await chooseOffer(offers, conversion);
    if (!choice) return;
    const inputOf = (uri: vscode.Uri) => ({ uri, tensors: [] });
    const inputs: ConvertInputs = [inputOf(first), ...others.map(inputOf)];
    if (choice.offer.joinsFiles || others.length === 0) await run(services, runner, inputs, choice);
    else await runEach(services, runner, inputs, choice);
  });
}

/** Runs one flow over its own sources; what fails is told. */
async function flow(
  services: Services,
  uri: vscode.Uri,
  work: (runner: ConvertRunner, sources: ConvertSources) => Promise<void>,
): Promise<void> {
  const sources = new ConvertSources(services);
  try {
    await work(new ConvertRunner(services, sources), sources);
  } catch (error) {
    const title = vscode.l10n.t('{0} was not converted', fileNameOf(uri));
    showError(services.log, title, error);
  } finally {
    await sources.dispose();
  }
}

/** Files that are looked into for what can be done with them; what fits one of many fits its like. */
const MOST_LOOKED_INTO = 20;

/** What can be done with any of the files. @throws the first refusal where none can be opened. */
async function offersForAll(
  services: Services,
  sources: ConvertSources,
  uris: readonly vscode.Uri[],
): Promise<readonly ConversionOffer[]> {
  const asked = uris.slice(0, MOST_LOOKED_INTO).map(async uri => {
    const params = { file: await sources.of(uri), overrides: await overridesOf(services, uri) };
    return services.engine.call('offersFor', params);
  });
  const lists = await Promise.allSettled(asked);
  const failed = lists.find(list => list.status === 'rejected');
  if (failed && lists.every(list => list.status === 'rejected')) throw failed.reason;
  const byId = new Map<ConversionId, ConversionOffer>();
  for (const offer of lists.flatMap(list => (list.status === 'fulfilled' ? list.value : []))) {
    const known = byId.get(offer.id);
    // What makes no sense for one file may for the next.
    if (!known || (known.reason && !offer.reason)) byId.set(offer.id, offer);
  }
  return [...byId.values()];
}

async function run(
  services: Services,
  runner: ConvertRunner,
  inputs: ConvertInputs,
  { offer, options: said }: ChosenOffer,
  given?: Options,
): Promise<void> {
  const job: ConvertJob = { inputs, conversion: offer.id, output: null };
  const ask = () =>
    askOptions(services, offer, async values =>
      previewText(await runner.preview(job, { ...said, ...values })),
    );
  const options = given ?? (await ask());
  if (!options) return;
  const all = { ...said, ...options };
  const isAgreed = said.others === 'drop' || (await agreesTo(runner, job, offer, all));
  const place = isAgreed ? await placeFor(services, inputs[0].uri, offer) : undefined;
  if (!place) return;
  const name = inputs.map(({ uri }) => fileNameOf(uri)).join(', ');
  const result = await withProgress(name, call => runner.convert({ ...job, ...place }, all, call));
  if (result) await reportWritten(services, inputs[0].uri, result);
}

/** What would be left out is said before anything is written; true where there is nothing to say. */
async function agreesTo(
  runner: ConvertRunner,
  job: ConvertJob,
  offer: ConversionOffer,
  options: Options,
): Promise<boolean> {
  const { notes, paths } = await runner.preview(job, options);
  if (notes.length === 0) return true;
  const label = vscode.l10n.t('$(check) Write {0}', nameOfPath(paths[0] ?? ''));
  const detail = notes.join('. ');
  const chosen = await vscode.window.showQuickPick([{ label, detail }], {
    title: t(offer.title),
    ignoreFocusOut: true,
  });
  return chosen !== undefined;
}

/** Beside a file on disk; for any other the user is asked. Undefined when the user backs out. */
async function placeFor(
  { workspace }: Services,
  uri: vscode.Uri,
  offer: ConversionOffer,
): Promise<Pick<ConvertJob, 'output' | 'overwrite'> | undefined> {
  if (workspace.files.pathOf(uri) !== null) return { output: null };
  const target = await vscode.window.showSaveDialog({
    title: t(offer.title),
    saveLabel: vscode.l10n.t('Save'),
  });
  if (!target) return undefined;
  const output = workspace.files.placeOf(target);
  if (output === null) throw new Error(vscode.l10n.t('Choose a place on a disk.'));
  return { output, overwrite: true };
}

async function runEach(
  services: Services,
  runner: ConvertRunner,
  inputs: ConvertInputs,
  { offer, options: said }: ChosenOffer,
): Promise<void> {
  const job: ConvertJob = { inputs, conversion: offer.id, output: null };
  const asked = await askOptions(services, offer, async values =>
    previewText(await runner.preview({ ...job, inputs: [inputs[0]] }, { ...said, ...values })),
  );
  if (!asked) return;
  const options = { ...said, ...asked };
  const found = await survey(runner, job, options);
  if (!found) return;
  const title = t(offer.title);
  const outcomes: Outcome[] = found.refused.map(({ input, reason }) => ({
    source: input.uri,
    reason,
  }));
  if (found.changes.length > 0) {
    const output = await confirmSurvey(title, found);
    if (output === undefined) return;
    outcomes.push(...(await convertAll(runner, { ...job, output }, found.changes, options)));
  }
  const counts = { asked: inputs.length, unchanged: found.unchanged.length };
  await reportOutcomes(services, title, outcomes, counts);
}

/** Converts file by file under one notification, until the user cancels. */
function convertAll(
  runner: ConvertRunner,
  job: ConvertJob,
  changes: Survey['changes'],
  options: Options,
): Thenable<Outcome[]> {
  const title = vscode.l10n.t('Converting {0}', filesText(changes.length));
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ title, location, cancellable: true }, async (bar, token) => {
    const outcomes: Outcome[] = [];
    const signal = signalOf(token);
    for (const { input } of changes) {
      bar.report({ message: fileNameOf(input.uri), increment: 100 / changes.length });
      const outcome = await outcomeOf(runner, { ...job, inputs: [input] }, options, signal);
      if (outcome === undefined) break;
      outcomes.push(outcome);
    }
    return outcomes;
  });
}

/** Undefined when the user cancels. */
async function outcomeOf(
  runner: ConvertRunner,
  job: ConvertJob,
  options: Options,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const source = job.inputs[0].uri;
  try {
    const { outputs, notes } = await runner.convert(job, options, { signal });
    return { source, outputs: outputs.map(({ path }) => path), notes };
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    return { source, reason: messageOf(error) };
  }
}
