import { type LocalText, t } from '../l10n';

/** Which items of a batch a slice takes: `count` of them from `start`, `step` apart (backwards when negative). */
interface BatchSlice {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** `3`, `-1`, `0:4`, `::2`, `::-1`. */
export const BATCH_SLICE_PATTERN =
  '^\\s*(-?\\d+|(-?\\d+)?\\s*:\\s*(-?\\d+)?\\s*(:\\s*(-?\\d+)?\\s*)?)\\s*$';

/**
 * Reads a Python slice of one axis; a single index takes one item and keeps the axis. Ranges are cut to
 * the axis as Python cuts them.
 * @returns the slice, or what is wrong with it.
 */
export function parseBatchSlice(text: string, size: number): BatchSlice | LocalText {
  const parts = text.split(':').map(part => part.trim());
  if (parts.length === 1) {
    const index = Number(parts[0]);
    const start = index < 0 ? index + size : index;
    return start >= 0 && start < size
      ? { start, step: 1, count: 1 }
      : t`index ${index} is outside a batch of ${size}`;
  }
  const step = parts[2] ? Number(parts[2]) : 1;
  if (step === 0) return t('the step of a slice cannot be 0');
  const start = bound(parts[0]!, step > 0 ? 0 : size - 1, size, step);
  const stop = bound(parts[1]!, step > 0 ? size : -1, size, step);
  const count = Math.max(0, Math.ceil((stop - start) / step));
  return count > 0
    ? { start, step, count }
    : t`the slice ${text} takes nothing of a batch of ${size}`;
}

function bound(text: string, missing: number, size: number, step: number): number {
  if (text === '') return missing;
  const given = Number(text);
  const value = given < 0 ? given + size : given;
  return step > 0 ? Math.min(size, Math.max(0, value)) : Math.min(size - 1, Math.max(-1, value));
}
