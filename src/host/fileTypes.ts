import { ENDINGS } from '../core/formats/endings';

/**
 * Our custom editors: for the files that are ours, and for those that others open first ("Reopen Editor
 * With" and the Explorer's menu lead to us).
 */
export const VIEW_TYPES = {
  tensors: 'tensorLoupe.tensors',
  shared: 'tensorLoupe.sharedFiles',
} as const;

/** The custom editor that opens a file name. */
export function viewTypeOf(fileName: string): string {
  const ending = fileName.toLowerCase().split('.').at(-1) ?? '';
  return ENDINGS.owned.includes(ending) ? VIEW_TYPES.tensors : VIEW_TYPES.shared;
}
