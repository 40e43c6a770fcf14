import { t } from '../../core/l10n';
import type { PictureHeader } from '../platform';
import { exifDetails } from './exif';

/** What a picture says in words: the texts of its EXIF block, and who decodes it where that counts. */
export function pictureDetails({ exif, decodedBy }: PictureHeader): Map<string, string> {
  const details = exifDetails(exif);
  if (decodedBy) details.set(t('Decoded by'), decodedBy);
  return details;
}
