import type { Conversion, ConversionInput } from '../../core/convert/conversion';
import type { OptionValues } from '../../core/convert/options';
import { runConversion, valuesOf } from '../../core/convert/run';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { TensorStats } from '../../core/tensor/stats';
import type {
  ConvertResult,
  FixPlan,
  PlannedFix,
  ReferenceParams,
} from '../../protocol/engineMethods';
import { allFindings } from '../lintFile';
import { paths } from '../node/paths';
import { derivedFile, type OpenedFile } from '../openedFile';
import { contentOf, recorded } from './content';
import type { ConvertDeps, OnProgress } from './deps';
import { type FixStep, planFixes } from './fixes';
import { conversionInputs } from './inputs';
import { besideName, endingOf, freePath, writerFor } from './naming';
import { notesOf } from './notes';
import type { TensorTarget } from './targets';
import { writeTargets } from './writeTargets';

/** A mend may bring the next to light (a batch axis after the channels): at most so many. */
const MAX_STEPS = 32;

/** What `fixFile` would start with. */
export async function plannedFixes(
  { file, overrides }: ReferenceParams,
  deps: ConvertDeps,
  signal?: AbortSignal,
): Promise<FixPlan> {
  const opened = await deps.open(file, overrides, signal);
  try {
    const steps = await stepsFor(opened, signal);
    const targets = [targetOf(opened, { file: opened, touched: namesOf(steps) })];
    return {
      steps: steps.map(({ conversion, tensor, preview }) => ({ conversion, tensor, preview })),
      notes: steps.length > 0 ? notesOf(unchosen(opened), targets) : [],
    };
  } finally {
    await opened.close();
  }
}

function namesOf(steps: readonly FixStep[]): ReadonlySet<string> {
  return new Set(steps.filter(({ by }) => by.takes === 'one').map(({ tensor }) => tensor));
}

/**
 * Mends all that has exactly one safe mend, into one new file beside the source. Each mend takes what the
 * one before gives, and the findings are looked at anew after each; only the end is written.
 * @throws TensorFileError when there is nothing to mend or the source is not on this disk.
 */
export async function fixFile(
  { file, overrides }: ReferenceParams,
  deps: ConvertDeps,
  signal?: AbortSignal,
  onProgress: OnProgress = () => {},
): Promise<ConvertResult> {
  const opened = await deps.open(file, overrides, signal);
  try {
    if (opened.location.type !== 'path')
      throw new TensorFileError(
        t`${opened.name} is not on this disk: its mended copy has no place`,
      );
    const target = targetOf(opened, await mend(opened, deps, signal));
    const reason = target.writer.refuses(target.content);
    if (reason !== null) throw new TensorFileError(reason);
    const path = await freePath(target.path, new Set());
    const settings = { overwrite: false, compress: false };
    const outputs = await writeTargets([{ ...target, path }], settings, onProgress, signal);
    return { outputs, notes: notesOf(unchosen(opened), [target]) };
  } finally {
    await opened.close();
  }
}

/** The source of a result of which nothing was renamed or asked to be left out. */
function unchosen(opened: OpenedFile) {
  const source = { opened, all: conversionInputs(opened), chosen: [], isNamed: false };
  return { source, renamed: [], left: [] };
}

/** The mended file as it is written: in its own format where that can be. */
function targetOf(source: OpenedFile, mended: Mended): TensorTarget {
  const { path, writer } = placeFor(source.path);
  const tensors = conversionInputs(mended.file).map(({ tensor, kind }) => ({
    tensor,
    kind,
    // Everything is as good as converted where the file as a whole was.
    isConverted: mended.touched.size === 0 || mended.touched.has(tensor.name),
  }));
  const result = { ...unchosen(source), tensors };
  return { type: 'tensors', path, writer, ...contentOf(result, writer, mended.file.file.metadata) };
}

/** The file's own format where it can be written. */
function placeFor(source: string) {
  const own = writerFor(source);
  const ending = own === null || own === 'png' ? '.safetensors' : endingOf(source);
  const path = besideName(source, 'fixed', ending);
  const writer = writerFor(path);
  if (writer === null || writer === 'png') throw new Error(`${ending} has no writer`);
  return { path, writer };
}

interface Mended {
  readonly file: OpenedFile;
  /** Names of the tensors that were changed. */
  readonly touched: ReadonlySet<string>;
}

async function mend(source: OpenedFile, deps: ConvertDeps, signal?: AbortSignal): Promise<Mended> {
  const { path } = placeFor(source.path);
  const done = new Set<string>();
  const touched = new Set<string>();
  let file = source;
  for (let count = 0; count < MAX_STEPS; count++) {
    const steps = await stepsFor(file, signal);
    const next = steps.find(step => !done.has(keyOf(step)));
    if (!next) break;
    done.add(keyOf(next));
    if (next.tensor !== '' || next.by.takes === 'one') touched.add(next.tensor);
    file = apply(next, file, { path, source: source.name }, deps);
  }
  if (done.size > 0) return { file, touched };
  throw new TensorFileError(t`${source.path} has nothing that can be mended without asking`);
}

function keyOf({ conversion, tensor }: PlannedFix): string {
  return `${conversion} ${tensor}`;
}

async function stepsFor(opened: OpenedFile, signal?: AbortSignal): Promise<FixStep[]> {
  return planFixes(await allFindings(opened, undefined, signal), conversionInputs(opened));
}

/** What is known of the values that a mend gives, from those that it takes. */
function statsOf(
  by: Conversion,
  [input]: readonly ConversionInput[],
  values: OptionValues,
  { file, stats: { known } }: OpenedFile,
): ReadonlyMap<string, TensorStats> {
  if (by.takes !== 'one' || !by.statsAfter || !input) return new Map();
  const index = file.tensors.indexOf(input.tensor);
  const before = known.find(({ tensor }) => tensor === index)?.stats;
  const after = before ? by.statsAfter(before, input, values) : null;
  return after ? new Map([[input.tensor.name, after]]) : new Map();
}

/** The file as it would be after a mend; nothing is read or written. */
function apply(
  { by, tensor: name, options }: FixStep,
  opened: OpenedFile,
  place: { readonly path: string; readonly source: string },
  deps: ConvertDeps,
): OpenedFile {
  const all = conversionInputs(opened);
  const values = valuesOf(by, options);
  const context = { all, maths: deps.maths };
  const taken = by.takes === 'file' ? all : all.filter(({ tensor }) => tensor.name === name);
  const made = runConversion(by, taken, values, context);
  const tensors =
    by.takes === 'file' ? made : all.flatMap(input => (input === taken[0] ? made : [input.tensor]));
  const step = {
    conversion: by.id,
    options,
    source: place.source,
    tensors: taken.map(({ tensor }) => tensor.name),
  };
  const { file } = opened;
  const metadata = recorded(file.metadata, step);
  const { format } = placeFor(place.path).writer;
  const next = { ...file, format, metadata, tensors, problems: [] };
  return derivedFile(opened, next, paths.basename(place.path), statsOf(by, taken, values, opened));
}
