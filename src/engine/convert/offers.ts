import type { Classification } from '../../core/contracts/classification';
import { CONVERSIONS } from '../../core/convert';
import { changeText, shapesText } from '../../core/convert/changeText';
import { describe } from '../../core/convert/checks';
import {
  CONVERSION_GROUPS,
  type Conversion,
  type ConversionInput,
  type ConvertedTensor,
  type OneConversion,
} from '../../core/convert/conversion';
import { isUnchanged, keepsOthers, runConversion, valuesOf } from '../../core/convert/run';
import { TensorFileError } from '../../core/errors';
import type { Finding } from '../../core/findings';
import { type LocalText, t } from '../../core/l10n';
import type { Quantised } from '../../core/models/quantised/quantised';
import type { TensorStats } from '../../core/tensor/stats';
import type { TensorFile } from '../../core/tensor/tensor';
import type { ConversionOffer } from '../../protocol/engineMethods';
import { conversionInputs } from './inputs';

/** What offers are made for. */
export interface OfferSubject {
  readonly stored: TensorFile;
  readonly quantised: Quantised;
  readonly classifications: readonly Classification[];
  /** For names in previews. */
  readonly path: string;
  /** Its mends come first. */
  readonly findings?: readonly Finding[];
  /** Statistics of the tensors whose values have been read, by index. */
  readonly stats?: {
    readonly known: readonly { readonly tensor: number; readonly stats: TensorStats }[];
  };
}

interface Shown {
  readonly input: ConversionInput;
  readonly stats: TensorStats | null;
}

/**
 * What can be done with a tensor, or with a file when `tensor` is null: mends of its findings first, then
 * group by group in the list's order, then what makes no sense here, with the reason. Nothing is read.
 */
export function offersFor(subject: OfferSubject, tensor: number | null): ConversionOffer[] {
  const all = conversionInputs(subject);
  const known = subject.stats?.known ?? [];
  const shown = all
    .map((input, index) => ({
      input,
      stats: known.find(entry => entry.tensor === index)?.stats ?? null,
    }))
    .filter((_, index) => tensor === null || index === tensor);
  const fixes = fixesFor(shown, subject.findings ?? []);
  const offers = CONVERSIONS.flatMap(conversion => {
    const offer =
      conversion.takes === 'one'
        ? singleOffer(conversion, shown, all)
        : jointOffer(conversion, all, tensor === null);
    if (!offer) return [];
    return [fixes.has(offer.id) ? { ...offer, group: 'mend' as const } : offer];
  });
  return offers.sort((a, b) => placeOf(a) - placeOf(b));
}

const PLACES = ['mend', ...CONVERSION_GROUPS, 'other'] as const;

function placeOf({ group }: ConversionOffer): number {
  return PLACES.indexOf(group);
}

/** The conversions that mend a finding of what is shown. */
function fixesFor(shown: readonly Shown[], findings: readonly Finding[]): ReadonlySet<string> {
  const names = shown.map(({ input }) => input.tensor.name);
  return new Set(
    findings.flatMap(({ fix, tensor }) =>
      fix !== undefined && (tensor === null || names.includes(tensor)) ? [fix] : [],
    ),
  );
}

function singleOffer(
  conversion: OneConversion,
  shown: readonly Shown[],
  all: readonly ConversionInput[],
): ConversionOffer | null {
  const fit = shown.filter(({ input }) => conversion.applies(input) === null);
  const first = fit.find(({ input }) => input.kind === conversion.madeFor) ?? fit[0];
  if (!first) return null;
  const results = tryRun(conversion, [first.input], all);
  const { input } = first;
  // Options that must be asked for first leave the result open, other refusals do not.
  const preview = results
    ? changeText(conversion, input, results)
    : `${describe(input.kind, input.tensor)} -> ${t(conversion.to)}`;
  const reasons = fit.map(one => pointless(conversion, one, all));
  const reason = reasons.every(one => one !== null) ? reasons[fit.indexOf(first)] : null;
  return {
    ...describeConversion(conversion),
    preview,
    group: reason ? 'other' : conversion.group,
    ...(reason ? { reason } : {}),
    tensors: fit.map(one => one.input.tensor.name),
    others: keepsOthers(conversion) ? all.length - 1 : 0,
  };
}

/** Why a conversion would leave a tensor as it is, or make no sense for its values. */
function pointless(
  conversion: OneConversion,
  { input, stats }: Shown,
  all: readonly ConversionInput[],
): LocalText | null {
  const reason = conversion.pointless?.(input, stats) ?? null;
  if (reason !== null) return reason;
  const results = conversion.writes ? null : tryRun(conversion, [input], all);
  const isSame = results?.length === 1 && isUnchanged(results[0]!, input);
  return isSame ? t`it is ${input.tensor.dtype.name} already` : null;
}

function jointOffer(
  conversion: Exclude<Conversion, OneConversion>,
  all: readonly ConversionInput[],
  maybeMoreFiles: boolean,
): ConversionOffer | null {
  const wholeFile = conversion.takes === 'file';
  const results = wholeFile ? null : tryRun(conversion, all, all);
  const mayJoin =
    maybeMoreFiles &&
    all.some(input => conversion.madeFor === null || input.kind === conversion.madeFor);
  if (!wholeFile && !results && !mayJoin) return null;
  const to = results ? shapesText(results) : t(conversion.to);
  return {
    ...describeConversion(conversion),
    preview: `${t(conversion.from)} -> ${to}`,
    group: conversion.group,
    tensors: [],
    others: 0,
    ...(wholeFile ? { wholeFile } : { joinsFiles: true }),
  };
}

/** The results by the default options; null where one must be given, or the inputs do not fit. */
function tryRun(
  conversion: Conversion,
  inputs: readonly ConversionInput[],
  all: readonly ConversionInput[],
): readonly ConvertedTensor[] | null {
  if (conversion.options.some(option => option.required)) return null;
  const context = { all, maths: () => Promise.reject(new Error('Offers look at headers only')) };
  try {
    return runConversion(conversion, inputs, valuesOf(conversion, {}), context);
  } catch (error) {
    if (error instanceof TensorFileError) return null;
    throw error;
  }
}

function describeConversion(conversion: Conversion) {
  const { id, title, from, to, how, options } = conversion;
  return { id, title, from, to, how, options };
}
