import { CONVERSIONS } from '../../core/convert';
import { changeText } from '../../core/convert/changeText';
import {
  type Conversion,
  type ConversionInput,
  FIX_STAGES,
  type OneConversion,
} from '../../core/convert/conversion';
import { valuesOf } from '../../core/convert/run';
import { TensorFileError } from '../../core/errors';
import type { Finding } from '../../core/findings';
import { t } from '../../core/l10n';
import type { PlannedFix } from '../../protocol/engineMethods';

/** A mend and what it needs. */
export interface FixStep extends PlannedFix {
  readonly by: Conversion;
  readonly options: Readonly<Record<string, string>>;
}

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
    const conversion = CONVERSIONS.find(({ id, safeFix }) => id === fix && safeFix !== undefined);
    const step = conversion && stepOf(conversion, tensor, inputs);
    if (step) steps.set(`${fix} ${tensor}`, step);
  }
  const all = [...steps.values()];
  return all.filter(step => !isRedundant(step, all)).sort((a, b) => turnOf(a) - turnOf(b));
}

function turnOf({ by }: FixStep): number {
  return FIX_STAGES.indexOf(by.safeFix!);
}

/** Maths gives float32 by itself; of two ranges that a tensor may have, a person must tell which. */
function isRedundant(step: FixStep, all: readonly FixStep[]): boolean {
  const others = all.filter(other => other !== step && other.tensor === step.tensor);
  if (step.by.safeFix === 'dtype') return others.some(({ by }) => by.how === 'maths');
  return step.by.safeFix === 'range' && others.some(({ by }) => by.safeFix === 'range');
}

function stepOf(
  conversion: Conversion,
  name: string | null,
  inputs: readonly ConversionInput[],
): FixStep | null {
  if (conversion.takes === 'file') {
    const preview = t('the same tensors, compact and aligned');
    return { conversion: conversion.id, by: conversion, tensor: '', preview, options: {} };
  }
  const input = inputs.find(({ tensor }) => tensor.name === name);
  return input && conversion.takes === 'one' ? tensorStep(conversion, input, inputs) : null;
}

function tensorStep(
  conversion: OneConversion,
  input: ConversionInput,
  inputs: readonly ConversionInput[],
): FixStep | null {
  if (conversion.applies(input) !== null) return null;
  const options = conversion.fixOptions ? conversion.fixOptions(input, inputs) : {};
  if (!options) return null;
  try {
    const context = { all: inputs, maths: () => Promise.reject(new Error('Plans read headers')) };
    const results = conversion.run(input, valuesOf(conversion, options), context);
    const tensor = input.tensor.name;
    const named = tensor === '' ? '' : `"${tensor}": `;
    const change = changeText(conversion, input, results);
    const preview = `${named}${t(conversion.title)}, ${change}`;
    return { conversion: conversion.id, by: conversion, tensor, preview, options };
  } catch (error) {
    if (error instanceof TensorFileError) return null;
    throw error;
  }
}
