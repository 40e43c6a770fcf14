import type { ResizeMethod } from './resample';

const WEIGHTS: Readonly<Record<ResizeMethod, readonly string[]>> = {
  bilinear: [
    '    place = np.maximum((np.arange(new) + 0.5) * old / new - 0.5, 0)',
    '    first = np.floor(place).astype(int)',
    '    taps = [(first, 1 - (place - first)), (first + 1, place - first)]',
  ],
  'nearest-exact': [
    '    taps = [(np.floor((np.arange(new) + 0.5) * old / new).astype(int), np.ones(new))]',
  ],
  bicubic: [
    '    place = (np.arange(new) + 0.5) * old / new - 0.5',
    '    first = np.floor(place).astype(int)',
    '    t, a = place - first, -0.75',
    '    near = lambda x: ((a + 2) * x - (a + 3)) * x * x + 1',
    '    far = lambda x: ((a * x - 5 * a) * x + 8 * a) * x - 4 * a',
    '    taps = [(first - 1, far(t + 1)), (first, near(t)), (first + 1, near(1 - t)), (first + 2, far(2 - t))]',
  ],
  area: [
    '    start = np.floor(np.arange(new) * old / new).astype(int)',
    '    end = np.ceil((np.arange(new) + 1) * old / new).astype(int)',
    '    taps = [(start + k, (start + k < end) / (end - start)) for k in range((end - start).max())]',
  ],
};

/** NumPy lines that resize two axes of an array: a weight matrix for each axis. */
export function resizeLines(
  name: string,
  height: string,
  width: string,
  method: ResizeMethod,
  axes: readonly [number, number],
): string {
  return [
    'def weights(old, new):',
    ...WEIGHTS[method],
    '    matrix = np.zeros((new, old))',
    '    for index, weight in taps:',
    '        np.add.at(matrix, (np.arange(new), np.clip(index, 0, old - 1)), weight)',
    '    return matrix',
    `for axis, new in ((${axes[0]}, ${height}), (${axes[1]}, ${width})):`,
    `    matrix = weights(${name}.shape[axis], new)`,
    `    ${name} = np.moveaxis(np.tensordot(matrix, ${name}, (1, axis)), 0, axis).astype(np.float32)`,
  ].join('\n');
}
