import { describe, expect, it } from 'vitest';
import { toPixels } from '../../../src/core/convert/pixels';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import { python } from '../../support/python';

describe('SaveImage’s bytes', () => {
  it('are NumPy’s for every dtype, special values included', async () => {
    const codes = { F16: 'f2', F32: 'f4', F64: 'f8', U8: 'u1', BOOL: '?', I16: 'i2' } as const;
    const steps = Array.from({ length: 4096 }, (_, i) => (i - 512) / 2048);
    const special = [NaN, Infinity, -Infinity, 0.999999999, 1 - 2 ** -24, 0.5, -0];
    const floats = [...steps, ...special, ...Array.from({ length: 256 }, (_, i) => i / 255)];
    const jobs: string[] = [];
    const ours: string[] = [];
    for (const [name, code] of Object.entries(codes)) {
      const dtype = DTYPES[name as keyof typeof codes];
      const bools = Array.from({ length: 256 }, (_, i) => (name === 'BOOL' ? i % 2 : i));
      const numbers = name.startsWith('F') ? floats : bools;
      const bytes = dtype.fromNumbers(Float64Array.from(numbers));
      jobs.push(code, Buffer.from(bytes).toString('hex'));
      ours.push(Buffer.from(toPixels(dtype, bytes, numbers.length)).toString('hex'));
    }
    const script = `
import sys, numpy as np
for code, text in zip(sys.argv[1::2], sys.argv[2::2]):
    x = np.frombuffer(bytes.fromhex(text), code)
    print(np.clip(255. * x, 0, 255).astype(np.uint8).tobytes().hex())`;
    expect(ours).toEqual((await python(script, ...jobs)).trim().split('\n'));
  });
});
