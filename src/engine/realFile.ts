import { withRealValues } from '../core/models/quantised/quantised';
import { derivedFile, type OpenedFile } from './openedFile';

/**
 * A file as it would be with its quantised weights dequantised: under the names of their layers, without
 * what only explained their codes. It is closed with the file it comes from.
 */
export function realFile(opened: OpenedFile): OpenedFile {
  const { quantised, stored, name } = opened;
  if (quantised.weights.every(({ real }) => real === null)) return opened;
  return derivedFile(opened, withRealValues(stored, quantised), name, new Map());
}
