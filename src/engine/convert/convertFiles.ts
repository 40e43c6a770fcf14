import type { OnProgress } from '../../core/bytes/onProgress';
import { CONVERSIONS } from '../../core/convert';
import { shapesText } from '../../core/convert/changeText';
import { valuesOf } from '../../core/convert/run';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ConversionPreview, ConvertParams, ConvertResult } from '../../protocol/engineMethods';
import { demandOutputs } from '../outputs';
import type { ConvertDeps } from './deps';
import { type InputFile, openInputs } from './inputs';
import { notesOf } from './notes';
import { convertInputs, type Result } from './results';
import { pathsOf, planTargets, type Target, type TargetRequest, targetBytes } from './targets';
import { writeTargets } from './writeTargets';

/**
 * Converts tensors of files into new files. Everything that can be known to fail is refused before
 * anything is written; a failure or an abort later leaves no new file, and every old one as it was.
 * @throws TensorFileError that says what does not fit.
 */
export async function convertFiles(
  params: ConvertParams,
  deps: ConvertDeps,
  signal?: AbortSignal,
  onProgress: OnProgress = () => {},
): Promise<ConvertResult> {
  return withPlan(params, deps, signal, async ({ targets, compress, notes }) => {
    const settings = { overwrite: params.overwrite, compress };
    return { outputs: await writeTargets(targets, settings, onProgress, signal), notes };
  });
}

/** What the same request would write, by shapes and names. @throws what `convertFiles` refuses. */
export async function previewConversion(
  params: ConvertParams,
  deps: ConvertDeps,
  signal?: AbortSignal,
): Promise<ConversionPreview> {
  const draft = { ...params, isDraft: true };
  return withPlan(draft, deps, signal, async ({ results, targets, notes }) => {
    const tensors = results.flatMap(result => result.tensors);
    return {
      shapes: shapesText(
        tensors.filter(({ isConverted }) => isConverted).map(({ tensor }) => tensor),
      ),
      paths: targets.flatMap(pathsOf),
      byteLength: targets.reduce((sum, target) => sum + targetBytes(target), 0),
      isChange: results.some(result => result.isChange),
      notes,
    };
  });
}

interface Plan {
  readonly results: readonly Result[];
  readonly targets: readonly Target[];
  readonly compress: boolean;
  readonly notes: readonly string[];
}

/** Opens the inputs and plans what is to be written, all refusals made; closes them after `use`. */
async function withPlan<T>(
  params: ConvertParams & Pick<TargetRequest, 'isDraft'>,
  deps: ConvertDeps,
  signal: AbortSignal | undefined,
  use: (plan: Plan) => Promise<T>,
): Promise<T> {
  const conversion = CONVERSIONS.find(one => one.id === params.conversion);
  if (!conversion) throw new TensorFileError(t`There is no conversion "${params.conversion}"`);
  const options = valuesOf(conversion, params.options);
  const files: InputFile[] = [];
  try {
    await openInputs(params, conversion, deps, files, signal);
    const all = files.flatMap(file => file.all);
    const results = convertInputs(conversion, files, options, { all, maths: deps.maths });
    const { output, isDraft = false } = params;
    const planned = await planTargets(results, { conversion, options, output, isDraft });
    const targets = planned.flat();
    const reads = files.flatMap(({ opened }) => [...opened.reads]);
    await demandOutputs(targets.flatMap(pathsOf), { overwrite: params.overwrite, reads });
    const notes = results.flatMap((result, i) => notesOf(result, planned[i]!));
    return await use({ results, targets, notes, compress: options.flag('compress') });
  } finally {
    await Promise.all(files.map(({ opened }) => opened.close()));
  }
}
