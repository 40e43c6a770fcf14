import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TensorFileError } from '../../src/core/errors';
import { elementCount } from '../../src/core/tensor/slice';
import type { TensorFile } from '../../src/core/tensor/tensor';
import { openPath } from '../../src/engine/openedFile';

const FOLDER = process.env.LOUPE_FOREIGN!;

interface Value {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sha256: string;
}
interface Opens {
  readonly image?: Value;
  readonly mask?: Value;
  readonly t?: Readonly<Record<string, unknown>>;
}
type Verdict = Opens | { readonly refuses: string };
interface Case {
  readonly judge: Readonly<Record<string, Verdict | 'same'>>;
}

const CASES = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<
  string,
  Case
>;

/**
 * What is not as its judge has it: pictures that we refuse or show otherwise, and damaged ones that we open
 * though Pillow does not. A file that gets right fails until its row goes.
 */
const KNOWN_FAULTS: ReadonlyMap<string, string> = new Map([
  ['png-exif-after-idat.png', 'image is [1,69,91,3]'],
  ['xmp-orientation-ignored.png', 'image has other values'],
  ['tiff-16bit-cmyk-clipped.tiff', 'image has other values'],
  ['tiff-unspecified-extrasample-as-mask.tiff', 'mask is [1,8,8]'],
  ['tiff-associated-alpha-16bit.tiff', 'image has other values'],
  ['tiff-associated-alpha-8bit-one-level.tiff', 'image has other values'],
  ['webp-animated-blend.webp', 'image has other values'],
  ['avif-animated-refused.avif', 'refused'],
  ['avif-mono-limited-not-expanded.avif', 'image has other values'],
  ['avif-alpha-transform-differs.avif', 'mask has other values'],
  ['avif-grid-or-item-refused.avif', 'refused'],
  ['avif-lossy-tolerance.avif', 'image has other values'],
  ['tiff-zstd-refused.tif', 'refused'],
  ['tiff-tiled-planar-refused.tif', 'refused'],
  ['tiff-old-jpeg-refused.tif', 'refused'],
  ['tiff-lzma-refused.tif', 'refused'],
  ['tiff-12bit-refused.tiff', 'refused'],
  ['tiff-no-photometric-refused.tiff', 'refused'],
  ['tiff-cut-refused.tif', 'refused'],
  ['tiff-accepted-though-pillow-refuses.tiff', 'opens'],
  ['tiff-pillow-defect-not-copied.tif', 'image has other values'],
  ['jpeg-damaged-refused.jpg', 'refused'],
  ['jpeg-damaged-different.jpg', 'image has other values'],
  ['apng-malformed-accepted.png', 'opens'],
  ['apng-actl-odd-frames.png', 'image is [2,64,128,3]'],
  ['png-invalid-accepted.png', 'opens'],
  ['gif-gray-transparency-mask.gif', 'mask is [2,2,2]'],
  ['gif-cut-fill.gif', 'image has other values'],
  ['gif-zero-or-bomb-accepted.gif', 'opens'],
  ['bmp-accepted-though-pillow-refuses.bmp', 'opens'],
]);

/** How the file differs from its judge; null where it does not. */
async function difference(name: string, { judge }: Case): Promise<string | null> {
  const verdicts = Object.values(judge).filter((verdict): verdict is Verdict => verdict !== 'same');
  const [verdict] = verdicts;
  const file = await openPath(join(FOLDER, name)).catch((error: unknown) => {
    if (error instanceof TensorFileError) return error;
    throw error;
  });
  try {
    if (file instanceof TensorFileError)
      return 'refuses' in verdict! ? null : `refused: ${file.message}`;
    if ('refuses' in verdict!) return `opens, though the judge says ${verdict.refuses}`;
    return await differenceOfValues(file.file, verdict as Opens);
  } finally {
    if (!(file instanceof TensorFileError)) await file.close();
  }
}

async function differenceOfValues(
  file: TensorFile,
  { image, mask, t }: Opens,
): Promise<string | null> {
  if (t) return file.tensors.length === Object.keys(t).length ? null : 'other tensors';
  for (const [name, expected] of Object.entries({ image, mask })) {
    const tensor = file.tensors.find(candidate => candidate.name === name);
    if (!tensor || !expected) return `no ${name}`;
    if (tensor.shape.join() !== expected.shape.join()) return `${name} is [${tensor.shape}]`;
    const bytes = await tensor.source.read(tensor.byteOffset, elementCount(tensor.shape) * 4);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash !== expected.sha256) return `${name} has other values`;
  }
  return null;
}

describe('files of other projects', () => {
  test.each(Object.keys(CASES))('%s is as its judge has it, or its fault is known', async name => {
    const known = KNOWN_FAULTS.get(name);
    const fault = await difference(name, CASES[name]!);
    if (known === undefined) expect(fault).toBeNull();
    else expect(fault, 'the fault is gone: take its row away').toContain(known);
  });
});
