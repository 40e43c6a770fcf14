import type { Classification } from '../../core/contracts/contract';
import { CONVERSIONS } from '../../core/convert';
import { describe, shapeText } from '../../core/convert/checks';
import type {
  Conversion,
  ConversionContext,
  ConversionInput,
  TensorStream,
} from '../../core/convert/conversion';
import { type OptionValues, parseOptions } from '../../core/convert/options';
import { TensorFileError } from '../../core/errors';
import type { Finding } from '../../core/findings';
import { t } from '../../core/l10n';
import type { TensorFile } from '../../core/tensor/tensor';
import type { ConversionOffer } from '../../protocol/engineMethods';
import { conversionInputs } from './inputs';

/** What offers are made for. */
export interface OfferSubject {
  readonly file: TensorFile;
  readonly classifications: readonly Classification[];
  /** For names in previews. */
  readonly path: string;
  /** Its mends come first. */
  readonly findings?: readonly Finding[];
}

/**
 * What can be done with a tensor, or with a file when `tensor` is null: mends of its findings first, then
 * what is made for its kind, then the rest in the list's order. Only headers are looked at.
 */
export function offersFor(subject: OfferSubject, tensor: number | null): ConversionOffer[] {
  const all = conversionInputs(subject.file, subject.classifications, subject.path);
  const shown = tensor === null ? all : all.slice(tensor, tensor + 1);
  const offers = CONVERSIONS.flatMap(conversion => {
    const offer =
      conversion.takes === 'together'
        ? togetherOffer(conversion, all, tensor === null)
        : singleOffer(conversion, shown, all);
    return offer ? [{ offer, score: scoreOf(conversion, shown, subject.findings ?? []) }] : [];
  });
  return offers.sort((a, b) => b.score - a.score).map(({ offer }) => offer);
}

const NO_MATHS = () => Promise.reject(new Error('Offers look at headers only'));

function contextOf(all: readonly ConversionInput[]): ConversionContext {
  return { all, maths: NO_MATHS };
}

/** The options that need no asking; null when one is required. */
function defaultOptions(conversion: Conversion): OptionValues | null {
  return conversion.options.some(option => option.required)
    ? null
    : parseOptions(conversion.id, conversion.options, {});
}

function singleOffer(
  conversion: Conversion,
  shown: readonly ConversionInput[],
  all: readonly ConversionInput[],
): ConversionOffer | null {
  const fit = shown.filter(input => conversion.applies(input) === null);
  const first = fit.find(input => input.kind === conversion.madeFor) ?? fit[0];
  if (!first) return null;
  const results = tryRun(conversion, [first], all);
  // Options that must be asked for first leave the result open, other refusals do not.
  const to = results ? resultText(results) : t(conversion.to);
  return {
    ...describeConversion(conversion),
    preview: `${describe(first.kind, first.tensor)} -> ${to}`,
    tensors: fit.map(input => input.tensor.name),
  };
}

function togetherOffer(
  conversion: Conversion,
  all: readonly ConversionInput[],
  maybeMoreFiles: boolean,
): ConversionOffer | null {
  const wholeFile = conversion.id === 'rewrite' || conversion.id === 'saveAs';
  const results = wholeFile ? null : tryRun(conversion, all, all);
  const mayJoin =
    maybeMoreFiles &&
    all.some(input => conversion.madeFor === null || input.kind === conversion.madeFor);
  if (!wholeFile && !results && !mayJoin) return null;
  const to = results ? resultText(results) : t(conversion.to);
  return {
    ...describeConversion(conversion),
    preview: `${t(conversion.from)} -> ${to}`,
    tensors: [],
    ...(wholeFile ? { wholeFile } : { joinsFiles: true }),
  };
}

function tryRun(
  conversion: Conversion,
  inputs: readonly ConversionInput[],
  all: readonly ConversionInput[],
): readonly TensorStream[] | null {
  const options = defaultOptions(conversion);
  if (!options) return null;
  try {
    return conversion.run(inputs, options, contextOf(all));
  } catch (error) {
    if (error instanceof TensorFileError) return null;
    throw error;
  }
}

const MOST_SHOWN = 3;

/** The first shapes of what a conversion gives, and how many more there are. */
export function resultText(results: readonly TensorStream[]): string {
  const shown = results.slice(0, MOST_SHOWN).map(result => shapeText(result.shape));
  const more = results.length - shown.length;
  return more > 0 ? t`${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function describeConversion(conversion: Conversion) {
  const { id, title, from, to, how, options } = conversion;
  return { id, title, from, to, how, options };
}

function scoreOf(
  conversion: Conversion,
  shown: readonly ConversionInput[],
  findings: readonly Finding[],
): number {
  const names = shown.map(input => input.tensor.name);
  const mends = findings.some(
    ({ fix, tensor }) => fix === conversion.id && (tensor === null || names.includes(tensor)),
  );
  const isMeant = shown.some(
    input =>
      input.kind !== null &&
      input.kind === conversion.madeFor &&
      conversion.applies(input) === null,
  );
  return (mends ? 2 : 0) + (isMeant ? 1 : 0);
}
