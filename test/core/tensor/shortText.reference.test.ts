import { expect, test } from 'vitest';
import { shortText } from '../../../src/core/tensor/shortText';
import { python } from '../../support/python';

/** Random bits, and every power of two, as NumPy prints them: [type, the double, shortest text]. */
const PRINT = `
import json
import numpy as np
random = np.random.default_rng(1)
rows = []
for name, real, word, powers in (
    ("F32", np.float32, np.uint32, range(-149, 128)),
    ("F16", np.float16, np.uint16, range(-24, 16)),
):
    bits = random.integers(0, 2 ** (8 * word().itemsize), 5000, dtype=np.uint64).astype(word)
    values = np.concatenate([bits.view(real), np.array([2.0**power for power in powers], dtype=real)])
    for value in values[np.isfinite(values)]:
        rows.append([name, float(value), np.format_float_scientific(value, unique=True, trim="-")])
print(json.dumps(rows))
`;

test('floats are written as NumPy writes them', async () => {
  const rows = JSON.parse(await python(PRINT)) as readonly (readonly [string, number, string])[];
  expect(rows.length).toBeGreaterThan(9_000);
  const wrong = rows.filter(
    ([dtype, value, text]) => Number(shortText(String(value), dtype)) !== Number(text),
  );
  expect(wrong).toEqual([]);
});
