import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { compareTensors } from '../../../src/core/compare/compareTensors';
import { type ColorPlanes, flipMap } from '../../../src/core/compare/flip';
import { pairTensors } from '../../../src/core/compare/pairTensors';
import { pictureMetrics } from '../../../src/core/compare/pictureMetrics';
import { ssimMap } from '../../../src/core/compare/ssim';
import { DEFAULT_TOLERANCE } from '../../../src/core/compare/tolerance';
import { openTensorFile } from '../../../src/core/formats/open';
import { readBox } from '../../../src/core/tensor/read';
import { elementCount, wholeRanges } from '../../../src/core/tensor/slice';
import type { Tensor, TensorFile } from '../../../src/core/tensor/tensor';
import { casePath } from '../../support/cases';
import { memoryContext, openPath } from '../../support/openCase';

interface Expected {
  readonly shape: readonly number[];
  readonly count: number;
  readonly equalBits: boolean;
  readonly finitePairs: number;
  readonly maxAbs: number | string | null;
  readonly meanAbs: number | string | null;
  readonly rmse: number | string | null;
  readonly maxRel: number | string | null;
  readonly cosine: number | null;
  readonly outside: number;
  readonly different: number;
  readonly nanMismatch: number;
  readonly firstDifferent: number | null;
}
interface TensorCase {
  readonly id: string;
  readonly what: string;
  readonly a: string;
  readonly b: string;
  readonly prepare?: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly renamedHint: readonly unknown[];
  readonly tensors: Readonly<Record<string, Expected>>;
}
interface PictureCase {
  readonly id: string;
  readonly a: string;
  readonly b: string;
  readonly tensor: string;
  readonly shape: readonly number[];
  readonly psnr: number | string;
  readonly psnrFinite: number | string;
  readonly ssim: number | string | null;
  readonly flip?: number;
  readonly ssimMap?: { readonly item: number; readonly file: string };
  readonly flipMap?: { readonly item: number; readonly file: string };
}
const golden = JSON.parse(readFileSync(casePath('compare', 'expected.json'), 'utf8')) as {
  tensorPairs: TensorCase[];
  picturePairs: PictureCase[];
};

async function open(path: string, prepare?: string): Promise<TensorFile> {
  if (prepare !== 'gunzip') return openPath(casePath('compare', path));
  const bytes = new Uint8Array(gunzipSync(readFileSync(casePath('compare', path))));
  return openTensorFile({
    ...memoryContext(bytes, basename(path, '.gz')),
    source: memorySource(bytes),
  });
}

/** Equal to so many parts of the expectation; null and what is not finite exactly. */
function expectNear(
  found: number | null,
  expected: number | string | null,
  relative: number,
): void {
  if (expected === null || found === null || typeof expected === 'string')
    expect(found === null ? null : String(found)).toBe(expected === null ? null : String(expected));
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

describe('numbers of pairs, as NumPy gives them in float64', () => {
  test.each(golden.tensorPairs)('$id: $what', async ({ a, b, prepare, tensors, ...lists }) => {
    const [first, second] = [await open(a, prepare), await open(b, prepare)];
    const pairs = await pairTensors(first, second);
    const both = pairs.filter(pair => pair.a && pair.b && pair.from === undefined);
    const same = both.filter(pair => pair.a!.shape.join() === pair.b!.shape.join());
    const renamed = pairs.filter(({ from }) => from !== undefined);
    expect(renamed).toHaveLength(lists.renamedHint.length);
    const added = [...pairs.filter(pair => !pair.a), ...renamed].map(({ name }) => name);
    expect(added.toSorted()).toEqual([...lists.added].toSorted());
    const removed = pairs.filter(pair => !pair.b || pair.from).map(pair => pair.from ?? pair.name);
    expect(removed.toSorted()).toEqual([...lists.removed].toSorted());
    expect(same).toHaveLength(Object.keys(tensors).length);
    for (const pair of same) {
      const expected = tensors[pair.name] ?? Object.values(tensors)[0]!;
      const found = await compareTensors(pair.a!, pair.b!, DEFAULT_TOLERANCE);
      const { count, finitePairs, different, outside, nanMismatch, equalBits } = found;
      expect({ count, finitePairs, different, outside, nanMismatch, equalBits }, pair.name).toEqual(
        {
          count: expected.count,
          finitePairs: expected.finitePairs,
          different: expected.different,
          outside: expected.outside,
          nanMismatch: expected.nanMismatch,
          equalBits: expected.equalBits,
        },
      );
      expect(found.firstDifferent).toBe(expected.firstDifferent);
      const isComplex = pair.a!.dtype.kind === 'complex';
      expectNear(found.maxAbs, expected.maxAbs, isComplex ? 1e-12 : 0);
      expectNear(found.meanAbs, expected.meanAbs, 1e-9);
      expectNear(found.rmse, expected.rmse, 1e-9);
      expectNear(found.maxRel, expected.maxRel, isComplex ? 1e-12 : 1e-15);
      if (expected.cosine === null) expect(found.cosine).toBeNull();
      else expect(found.cosine).toBeCloseTo(expected.cosine, 9);
    }
  });
});

async function item(tensor: Tensor, index: number): Promise<ColorPlanes> {
  const { shape, dtype } = tensor;
  const ranges = wholeRanges(shape).map((range, axis) =>
    axis === 0 ? { start: index, count: 1, step: 1 } : range,
  );
  const numbers = dtype.toNumbers(await readBox(tensor, ranges), elementCount(shape.slice(1)));
  const [height, width] = [shape[1]!, shape[2]!];
  return [0, 1, 2].map(channel => ({
    width,
    height,
    data: Float64Array.from({ length: width * height }, (_, i) => numbers[i * 3 + channel]!),
  })) as unknown as ColorPlanes;
}

async function mapOf(path: string): Promise<Float64Array> {
  const [tensor] = (await openPath(casePath('compare', path))).tensors;
  const bytes = await readBox(tensor!, wholeRanges(tensor!.shape));
  return Float64Array.from(tensor!.dtype.toNumbers(bytes, elementCount(tensor!.shape)));
}

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

describe('pictures, as scikit-image and FLIP’s authors have them', () => {
  test.each(golden.picturePairs)('$id', async expected => {
    const [a, b] = await Promise.all(
      [expected.a, expected.b].map(async path => {
        const file = await openPath(casePath('compare', path));
        return file.tensors.find(({ name }) => name === expected.tensor)!;
      }),
    );
    const channels = expected.shape.length === 4 ? expected.shape[3]! : 0;
    const found = await pictureMetrics(a!, b!, channels);
    const near = (
      value: number | null | undefined,
      truth: number | string | null,
      most: number,
    ) => {
      if (truth === null || typeof truth === 'string')
        expect(value === null ? null : String(value)).toBe(truth);
      else expect(Math.abs(value! - truth)).toBeLessThanOrEqual(most);
    };
    near(found.psnr, expected.psnr, 1e-6);
    if (found.psnrFinite !== undefined) near(found.psnrFinite, expected.psnrFinite, 1e-6);
    near(found.ssim, expected.ssim, 1e-6);
    if (expected.flip !== undefined && expected.flip !== null)
      near(found.flip, expected.flip, 1e-5);
    if (expected.ssimMap) {
      const { item: index, file } = expected.ssimMap;
      const [x, y] = [await item(a!, index), await item(b!, index)];
      const maps = x.map((plane, c) => ssimMap(plane, y[c]!).data);
      const mean = maps[0]!.map((_, i) => (maps[0]![i]! + maps[1]![i]! + maps[2]![i]!) / 3);
      expect(farthest(mean, await mapOf(file))).toBeLessThanOrEqual(1e-5);
    }
    if (expected.flipMap) {
      const { item: index, file } = expected.flipMap;
      const map = flipMap(await item(a!, index), await item(b!, index));
      expect(farthest(map.data, await mapOf(file))).toBeLessThanOrEqual(1e-4);
    }
  });
});
