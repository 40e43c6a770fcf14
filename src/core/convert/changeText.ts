import { type LocalText, t, verbatim } from '../l10n';
import { compactShapeText, describe } from './checks';
import type { ConversionInput, ConvertedTensor, OneConversion } from './conversion';

const MOST_SHOWN = 3;

/** The first shapes of what a conversion gives, and how many more there are. */
export function shapesText(results: readonly Pick<ConvertedTensor, 'shape'>[]): LocalText {
  const shown = results.slice(0, MOST_SHOWN).map(({ shape }) => compactShapeText(shape));
  const more = results.length - shown.length;
  return more > 0 ? t`${shown.join(', ')} and ${more} more` : verbatim(shown.join(', '));
}

/**
 * What changes, in words: `IMAGE [1,3,8,8] -> [1,8,8,3]`; where the shape stays, the dtype
 * (`F16 -> F32 [1,8,8,3]`), else the values: `IMAGE [1,8,8,3], -1..1 -> 0..1`.
 */
export function changeText(
  conversion: OneConversion,
  input: ConversionInput,
  results: readonly ConvertedTensor[],
): LocalText {
  const { tensor, kind } = input;
  const before = describe(kind, tensor);
  const [result] = results;
  const isSameShape =
    results.length === 1 && shapesText([result!]) === compactShapeText(tensor.shape);
  if (!isSameShape) return verbatim(`${before} -> ${shapesText(results)}`);
  if (conversion.group === 'range')
    return verbatim(`${before}, ${t(conversion.from)} -> ${t(conversion.to)}`);
  if (result!.dtype !== tensor.dtype)
    return verbatim(`${before}, ${tensor.dtype.name} -> ${result!.dtype.name}`);
  if (result!.name !== tensor.name) return verbatim(`"${tensor.name}" -> "${result!.name}"`);
  return verbatim(`${before} -> ${t(conversion.to)}`);
}
