import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ImageInput } from '../images/decoder';
import type { Pictures } from '../platform';

/** Our own decoders need none of this; what libvips decodes elsewhere is refused in words. */
export const pictures: Pictures = {
  readHeader: notHere,
  readPixels: notHere,
  readInk: notHere,
  readSamples: notHere,
  encodePng: async () => {
    throw new TensorFileError(t('PNGs are not written in the browser'));
  },
};

async function notHere({ name, container }: ImageInput): Promise<never> {
  throw new TensorFileError(
    t`"${name}" is a ${container.toUpperCase()} picture, which is not decoded in the browser: open it in desktop VS Code.`,
  );
}
