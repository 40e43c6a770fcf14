import { CONVERSIONS } from '../../core/convert';
import { describe, shapeText } from '../../core/convert/checks';
import type { ConversionInput } from '../../core/convert/conversion';
import type { ConversionId } from '../../core/convert/conversionIds';
import { parseOptions } from '../../core/convert/options';
import { TensorFileError } from '../../core/errors';
import type { Finding } from '../../core/findings';
import { t } from '../../core/l10n';
import type { PlannedFix } from '../../protocol/engineMethods';

/** A mend and what it needs. */
export interface FixStep extends PlannedFix {
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Mends that need no decision, in the order in which they build on each other. A mend that drops values
 * or asks for something (which items, which name) is left to the person.
 */
const SAFE: readonly ConversionId[] = [
  'rescaleOldLatent',
  'rewrite',
  'squeezeChannel',
  'toChannelLast',
  'toChannelFirst',
  'addBatch',
  'replaceNonFinite',
  'divide255',
  'signedToUnit',
  'toFloat32',
  'resizeMask',
  'repeatBatch',
];

/** These give float32 by themselves. */
const GIVES_FLOAT32: readonly ConversionId[] = ['divide255', 'signedToUnit', 'replaceNonFinite'];

/** The rules that clash about one tensor cannot both be mended: the cause must be told by a person. */
const RANGES: readonly ConversionId[] = ['divide255', 'signedToUnit'];

/**
 * What can be mended without asking: findings that have exactly one safe mend, and whose mend applies.
 * `inputs` are the tensors of the file.
 */
export function planFixes(
  findings: readonly Finding[],
  inputs: readonly ConversionInput[],
): FixStep[] {
  const steps = new Map<string, FixStep>();
  for (const { fix, tensor } of findings) {
    if (fix === undefined || !SAFE.includes(fix)) continue;
    const step = tensor === null ? wholeFileStep(fix) : tensorStep(fix, tensor, inputs);
    if (step) steps.set(`${fix} ${tensor}`, step);
  }
  return [...steps.values()]
    .filter(step => !isRedundant(step, [...steps.values()]))
    .sort((a, b) => SAFE.indexOf(a.conversion) - SAFE.indexOf(b.conversion));
}

function isRedundant(step: FixStep, all: readonly FixStep[]): boolean {
  const same = all.filter(other => other.tensor === step.tensor);
  if (step.conversion === 'toFloat32')
    return same.some(other => GIVES_FLOAT32.includes(other.conversion));
  const clashes = same.filter(other => RANGES.includes(other.conversion));
  return clashes.length > 1 && clashes.includes(step);
}

function wholeFileStep(fix: ConversionId): FixStep | null {
  return fix === 'rewrite'
    ? {
        conversion: fix,
        tensor: '',
        preview: t('the same tensors, compact and aligned'),
        options: {},
      }
    : null;
}

function tensorStep(
  fix: ConversionId,
  name: string,
  inputs: readonly ConversionInput[],
): FixStep | null {
  if (fix === 'rewrite') return wholeFileStep(fix);
  const input = inputs.find(one => one.tensor.name === name);
  const conversion = CONVERSIONS.find(one => one.id === fix)!;
  if (!input || conversion.applies(input) !== null) return null;
  const options = optionsFor(fix, input, inputs);
  if (!options) return null;
  try {
    const values = parseOptions(fix, conversion.options, options);
    const context = { all: inputs, maths: () => Promise.reject(new Error('Plans read headers')) };
    const [result] = conversion.run([input], values, context);
    const preview = `${describe(input.kind, input.tensor)} -> ${shapeText(result!.shape)}`;
    return { conversion: fix, tensor: name, preview, options };
  } catch (error) {
    if (error instanceof TensorFileError) return null;
    throw error;
  }
}

/** A mask takes size and count from its image; without one there is nothing to go by. */
function optionsFor(
  fix: ConversionId,
  input: ConversionInput,
  inputs: readonly ConversionInput[],
): Readonly<Record<string, string>> | null {
  if (fix !== 'repeatBatch' && fix !== 'resizeMask') return {};
  if (input.role === 'noise_mask') return optionsOfNoiseMask(fix, inputs);
  const images = inputs.filter(other => other.kind === 'IMAGE' && other.tensor.shape.length === 4);
  if (images.length !== 1) return null;
  const [count, height, width] = images[0]!.tensor.shape;
  return fix === 'repeatBatch'
    ? { count: String(count) }
    : { width: String(width), height: String(height) };
}

/** A noise mask goes by the samples' batch; its own size is right at any number of pixels. */
function optionsOfNoiseMask(fix: ConversionId, inputs: readonly ConversionInput[]) {
  const samples = inputs.filter(other => other.kind === 'LATENT' && other.role !== 'noise_mask');
  if (fix !== 'repeatBatch' || samples.length !== 1) return null;
  return { count: String(samples[0]!.tensor.shape[0]) };
}
