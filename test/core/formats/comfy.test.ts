import { describe, expect, it } from 'vitest';
import { casePath, expectedCases } from '../../support/cases';
import { type ExpectedTensor, expectValues } from '../../support/expectValues';
import { openPath } from '../../support/openCase';

interface ComfyFile {
  readonly tensors?: Readonly<Record<string, ExpectedTensor & { readonly dtype: string }>>;
}

/** torch's names for our dtypes. */
const DTYPES: Readonly<Record<string, string>> = {
  float64: 'F64',
  float32: 'F32',
  float16: 'F16',
  bfloat16: 'BF16',
  float8_e4m3fn: 'F8_E4M3',
  float8_e5m2: 'F8_E5M2',
  float8_e8m0fnu: 'F8_E8M0',
  int8: 'I8',
  int16: 'I16',
  int32: 'I32',
  int64: 'I64',
  uint8: 'U8',
  uint16: 'U16',
  uint32: 'U32',
  uint64: 'U64',
  bool: 'BOOL',
  complex64: 'C64',
};

const { files } = await expectedCases<{ files: Record<string, ComfyFile> }>('comfy');
const dumps = Object.entries(files).filter(([, { tensors }]) => tensors);

describe("dumps as a node's author makes them", () => {
  it.each(dumps)('%s holds what torch and numpy see', async (file, { tensors }) => {
    const opened = await openPath(casePath('comfy', file));
    const expected = Object.entries(tensors!);
    const names = opened.tensors.map(tensor => tensor.name);
    expect(names.toSorted()).toEqual(expected.map(([name]) => name).toSorted());
    for (const [name, values] of expected) {
      const tensor = opened.tensors.find(candidate => candidate.name === name)!;
      expect(tensor.dtype.name).toBe(DTYPES[values.dtype]);
      await expectValues(tensor, values);
    }
  });

  it('keeps the workflow that ComfyUI writes into a latent', async () => {
    const file = await openPath(casePath('comfy', 'ComfyUI_00001_.latent'));
    for (const key of ['prompt', 'workflow']) {
      expect(() => JSON.parse(file.metadata.get(key)!)).not.toThrow();
    }
  });
});
