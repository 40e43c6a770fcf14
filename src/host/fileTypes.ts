import { ENDINGS, INDEX_ENDING } from '../core/formats/endings';

/**
 * Our custom editors: for the files that are ours, and for those that others open first ("Reopen Editor
 * With" and the Explorer's menu lead to us).
 */
export const VIEW_TYPES = {
  tensors: 'tensorLoupe.tensors',
  shared: 'tensorLoupe.sharedFiles',
} as const;

/** Every tensor file that a background scan lints; images are pictures first and are left alone. */
export const SCAN_GLOB = `**/*.{${ENDINGS.owned.join(',')},${INDEX_ENDING}}`;

/** The custom editor that opens a file name. */
export function viewTypeOf(fileName: string): string {
  const ending = fileName.toLowerCase().split('.').at(-1) ?? '';
  return (ENDINGS.owned as readonly string[]).includes(ending)
    ? VIEW_TYPES.tensors
    : VIEW_TYPES.shared;
}
