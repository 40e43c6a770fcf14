import { randomUUID } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TensorFileError } from '../../core/errors';
import type { Finding } from '../../core/findings';
import { t } from '../../core/l10n';
import type {
  ConvertResult,
  FileLocation,
  OpenParams,
  PlannedFix,
  UserWord,
} from '../../protocol/engineMethods';
import { TEMPORARY_PREFIX } from '../atomicWrite';
import { convertFiles } from './convertFiles';
import type { ConvertDeps, ConvertRequest, OnProgress } from './deps';
import { type FixStep, planFixes } from './fixes';
import { conversionInputs } from './inputs';
import { besideName, endingOf, freePath, writerFor } from './naming';

export interface FixDeps extends ConvertDeps {
  /** All findings of a file, value rules included. */
  findings(
    location: FileLocation,
    word: UserWord,
    signal?: AbortSignal,
  ): Promise<readonly Finding[]>;
}

/** A mend may bring the next to light (a batch axis after the channels): at most so many rounds. */
const MAX_STEPS = 32;

/** What `fixFile` would start with. */
export async function plannedFixes(
  { location, word }: OpenParams,
  deps: FixDeps,
  signal?: AbortSignal,
): Promise<PlannedFix[]> {
  const { steps } = await planOf(location, word, deps, signal);
  return steps.map(({ conversion, tensor, preview }) => ({ conversion, tensor, preview }));
}

/**
 * Mends all that has exactly one safe mend, into one new file beside the source: step by step over
 * temporary files, the findings looked at anew after each step.
 * @throws TensorFileError when there is nothing to mend or the source is not on this disk.
 */
export async function fixFile(
  { location, word }: OpenParams,
  deps: FixDeps,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<ConvertResult> {
  if (location.type !== 'path')
    throw new TensorFileError(
      t`${location.name} is not on this disk: its mended copy has no place`,
    );
  const target = await freePath(
    besideName(location.path, 'fixed', fixedEnding(location.path)),
    new Set(),
  );
  const temporary: string[] = [];
  try {
    let plan = await planOf(location, word, deps, signal);
    if (plan.steps.length === 0)
      throw new TensorFileError(t`${location.path} has nothing that can be mended without asking`);
    let current: FileLocation = location;
    const done = new Set<string>();
    for (let step = 0; step < MAX_STEPS && plan.steps.length > 0; step++) {
      const [next] = plan.steps as [FixStep];
      done.add(keyOf(next));
      const output = temporaryPath(target, step);
      await applyStep(
        next,
        current,
        { word: plan.word, output, recordedSource: basename(location.path) },
        deps,
        signal,
        onProgress,
      );
      temporary.push(output);
      current = { type: 'path', path: output };
      const again = await planOf(current, plan.word, deps, signal);
      plan = { ...again, steps: again.steps.filter(one => !done.has(keyOf(one))) };
    }
    return await saveLast(current, target, plan.word, deps, signal, onProgress);
  } finally {
    await Promise.all(temporary.map(path => unlink(path).catch(() => {})));
  }
}

function keyOf({ conversion, tensor }: PlannedFix): string {
  return `${conversion} ${tensor}`;
}

function fixedEnding(path: string): string {
  const writer = writerFor(path);
  return writer === null || writer === 'png' ? '.safetensors' : endingOf(path);
}

/** In the target's folder, so that the disk that must hold the result holds the steps. */
function temporaryPath(target: string, step: number): string {
  const name = `${TEMPORARY_PREFIX}${randomUUID()}-${step}${endingOf(target)}`;
  return join(dirname(target), name);
}

async function applyStep(
  step: FixStep,
  location: FileLocation,
  place: Pick<ConvertRequest, 'word' | 'output' | 'recordedSource'>,
  deps: FixDeps,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<void> {
  const { conversion, tensor, options } = step;
  const tensors = conversion === 'rewrite' ? [] : [tensor];
  const request = { conversion, options, inputs: [{ location, tensors }], ...place };
  await convertFiles({ ...request, overwrite: false, keepsOthers: true }, deps, signal, onProgress);
}

/** The last step's file under its final name, written as atomically as any other. */
async function saveLast(
  location: FileLocation,
  output: string,
  word: UserWord,
  deps: FixDeps,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<ConvertResult> {
  const inputs = [{ location, tensors: [] }];
  const params = { conversion: 'rewrite', options: {}, inputs, word, output } as const;
  return convertFiles(
    { ...params, overwrite: false, recordedSource: null },
    deps,
    signal,
    onProgress,
  );
}

/** The steps, and the kinds of the tensors as they were judged by the original file's name. */
async function planOf(
  location: FileLocation,
  word: UserWord,
  deps: FixDeps,
  signal?: AbortSignal,
): Promise<{ steps: FixStep[]; word: UserWord }> {
  const opened = await deps.open(location, word, signal);
  try {
    const path = location.type === 'path' ? location.path : location.name;
    const inputs = conversionInputs(opened.file, opened.classifications, path);
    const steps = planFixes(await deps.findings(location, word, signal), inputs);
    const kinds = inputs.map(({ tensor, kind }) => ({ tensor: tensor.name, kind }));
    return { steps, word: { ...word, kinds: [...word.kinds, ...kinds] } };
  } finally {
    await opened.file.close();
  }
}
