import { countText } from '../src/core/countText';
import { t } from '../src/core/l10n';
import type { QuantisedInfo, TensorInfo } from '../src/protocol/engineMethods';

/** Longer text is cut in its middle: a file may name a tensor with ten megabytes. */
const MOST_CHARACTERS = 400;

/** Text from a file in as many characters as a page can lay out: its start and its end. */
export function cutText(text: string, most = MOST_CHARACTERS): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - most / 4)}…${text.slice(-most / 4)}`;
}

/** What a tensor is called on screen: a tensor without a name has its file's. */
export function tensorTitle(name: string, fileName: string): string {
  return cutText(name) || fileName.replace(/(.)\.[^.]*$/, '$1') || t('(unnamed)');
}

/** All files of a file's folder, as the project's settings name them: `dumps/**`. */
export function folderGlob(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '**' : `${path.slice(0, slash)}/**`;
}

/** A shape as people write it: `[1, 3, 64, 64]`; `scalar` for rank 0. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? t('scalar') : `[${shape.join(', ')}]`;
}

/** A number in few characters, for labels: never for copying. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e6))
    return shortExponent(value, digits);
  return String(Number(value.toPrecision(digits)));
}

function shortExponent(value: number, digits: number): string {
  return value
    .toExponential(Math.max(0, digits - 2))
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e');
}

/** A count as findings write it too. */
export function formatCount(value: number): string {
  return countText(value);
}

/** A share as `12.3 %`. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  return `${percent !== 0 && percent < 0.1 ? '< 0.1' : percent.toFixed(1)} %`;
}

/** Bytes that a tensor takes in its file. */
export function fileBytes({ storedBytes, byteLength }: TensorInfo): number {
  return storedBytes ?? byteLength;
}

/** The dtype that its values are written in: block types and quantised weights give float32. */
export function valueType({ dtype, storedBytes, decodable }: TensorInfo): string {
  return storedBytes !== undefined && decodable ? 'F32' : dtype;
}

/** `F32 [2, 3]`; `NF4 of [64, 64]` where a quantised weight is shown as what its codes stand for. */
export function typeAndShape(tensor: TensorInfo): string {
  const { dtype, shape, quantised } = tensor;
  if (quantised && dtype === quantised.title) return quantisedText(quantised);
  return `${dtype} ${formatShape(shape)}`;
}

/** `NF4 of [64, 64]`; the name alone where the shape is not known. */
export function quantisedText({ title, shape }: QuantisedInfo): string {
  return shape ? t('{0} of {1}', title, formatShape(shape)) : title;
}
