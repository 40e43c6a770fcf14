import type { ValueText } from '../../src/core/tensor/values';
import type { Probe, ProbePart } from '../context';
import { formatNumber } from '../format';
import { formatValue, valueHint } from '../views/shared/valueText';

/** Values shown of a place with many channels; the hint has them all. */
const MAX_SHOWN = 16;
const CHANNEL_NAMES = ['R', 'G', 'B', 'A'];

/** What the engine says of a place, one value a channel, and the type that they are of. */
export interface ExactValues {
  readonly values: readonly ValueText[];
  readonly dtype: string;
}

/** One line on a place, and all that is known of it; `exact` has one entry a part, null where none has come. */
export function probeText(
  probe: Probe,
  exact: readonly (ExactValues | null)[],
): { readonly text: string; readonly hint: string } {
  const isLine = probe.parts[0]?.plane?.axes.rows === null;
  const place = `x ${probe.x}${isLine ? '' : `, y ${probe.y}`}: `;
  const lines = (full: boolean) =>
    probe.parts.map((part, i) => partText(part, exact[i] ?? null, full));
  return { text: place + lines(false).join(' · '), hint: place + lines(true).join('\n') };
}

function partText(part: ProbePart, exact: ExactValues | null, full: boolean): string {
  const values = exact
    ? exact.values.map(value => (full ? valueHint : exactText)(value, exact.dtype))
    : part.near.map(value => formatNumber(value, 6));
  const isColor = part.isColor && values.length >= 3 && values.length <= CHANNEL_NAMES.length;
  const named = isColor ? values.map((value, i) => `${CHANNEL_NAMES[i]} ${value}`) : values;
  const ordered = chosenFirst(named, part, exact);
  const shown = full ? ordered : ordered.slice(0, MAX_SHOWN);
  const more = values.length > shown.length ? ` … (${values.length})` : '';
  const mark = exact || part.exact || values.length === 0 ? '' : '≈ ';
  const name = part.name === '' ? '' : `${part.name} `;
  return `${name}${mark}${values.length === 0 ? '…' : shown.join('  ')}${more}`;
}

function exactText(value: ValueText, dtype: string): string {
  return formatValue(value, 'exact', dtype);
}

/** The one channel on screen comes first: it is what one points at. */
function chosenFirst(
  values: readonly string[],
  { plane }: ProbePart,
  exact: ExactValues | null,
): readonly string[] {
  const [channel, ...others] = plane?.axes.channels == null ? [] : plane.channels;
  if (!exact || channel === undefined || others.length > 0 || !values[channel]) return values;
  return [values[channel], ...values.filter((_, i) => i !== channel)];
}
