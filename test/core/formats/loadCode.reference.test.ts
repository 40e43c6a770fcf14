import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LoadedPart, loadCode } from '../../../src/core/formats/loadCode';
import { python } from '../../support/python';
import { tempFolder } from '../../support/tempFolder';

/**
 * Runs code and tells shape and values of its `part`. Where the safetensors package is not installed (Debian has
 * none), its two calls are answered from the format's specification; an older torch knows no `mmap`.
 */
const RUN = `
import inspect, json, sys, types
import numpy as np, torch

TYPES = {"F32": np.float32, "F16": np.float16, "F64": np.float64, "U8": np.uint8, "I64": np.int64}

class Opened:
    def __init__(self, path, framework):
        data = open(path, "rb").read()
        start = 8 + int.from_bytes(data[:8], "little")
        self.header = json.loads(data[8:start])
        self.data = data[start:]
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def get_tensor(self, name):
        entry = self.header[name]
        begin, end = entry["data_offsets"]
        values = np.frombuffer(self.data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        return torch.from_numpy(values.copy())
    def get_slice(self, name):
        value = self.get_tensor(name)
        assert value.ndim > 0, "a scalar has no slice"
        return value

try:
    import safetensors
except ImportError:
    sys.modules["safetensors"] = types.ModuleType("safetensors")
    sys.modules["safetensors"].safe_open = Opened

if "mmap" not in inspect.signature(torch.load).parameters:
    load = torch.load
    torch.load = lambda *args, mmap, **rest: load(*args, **rest)

for code in json.loads(sys.argv[2]):
    scope = {}
    exec(code, scope)
    part = np.asarray(scope["part"])
    print(json.dumps([list(part.shape), part.ravel()[:5].tolist()]))
`;

type Answer = readonly [shape: readonly number[], values: readonly number[]];

/** One Python for all: torch takes its time to load. */
async function run(folder: string, parts: readonly LoadedPart[]): Promise<Answer[]> {
  const code = parts.map(part => loadCode(part));
  const lines = (await python(MAKE + RUN, folder, JSON.stringify(code))).trim().split('\n');
  return lines.map(line => JSON.parse(line) as Answer);
}

const whole = (count: number) => ({ start: 0, count, step: 1 });
const some = (start: number, count: number) => ({ start, count, step: 1 });
const one = (start: number) => ({ start, count: 1, step: 1, dropped: true });

/** Values that count up, so that each tells where it lay. */
const SHAPE = [2, 4, 6, 3];
const MAKE = `
import json, struct, sys
import numpy as np, torch
a = np.arange(144, dtype=np.float32).reshape(2, 4, 6, 3)
folder = sys.argv[1]
def safetensors(name, tensors):
    header, body = {}, b""
    for key, value in tensors.items():
        header[key] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(body), len(body) + value.nbytes]}
        body += value.tobytes()
    text = json.dumps(header).encode()
    open(f"{folder}/{name}", "wb").write(struct.pack("<Q", len(text)) + text + body)
safetensors('a "b".safetensors', {"image": a, "scale": np.float32(5).reshape(())})
safetensors("model-00001-of-00001.safetensors", {"model.w": a})
json.dump({"weight_map": {"model.w": "model-00001-of-00001.safetensors"}}, open(f"{folder}/model.safetensors.index.json", "w"))
np.save(f"{folder}/a.npy", a)
np.savez_compressed(f"{folder}/a.npz", image=a)
t = torch.from_numpy(a)
torch.save({"image": t, "state": {"model.w": t, "list": [t[0], t[1]]}}, f"{folder}/a.pt")
torch.save(t, f"{folder}/bare.pt")
`;

const PART = { shape: SHAPE, isTurned: false } as const;

test('the code that is copied loads the very part, from every format', async () => {
  const folder = await tempFolder();
  // Item 1, rows 1 and 2, columns 2 to the end, green.
  const ranges = [one(1), some(1, 2), some(2, 4), one(1)];
  const at = (row: number, column: number) => 72 + (row * 6 + column) * 3 + 1;
  const wanted = [
    [2, 4],
    [at(1, 2), at(1, 3), at(1, 4), at(1, 5), at(2, 2)],
  ];
  const files = [
    ['a "b".safetensors', 'safetensors', 'image'],
    ['model.safetensors.index.json', 'safetensors', 'model.w'],
    ['a.npy', 'npy', ''],
    ['a.npz', 'npz', 'image'],
    ['a.pt', 'torch', 'image'],
    ['a.pt', 'torch', 'state.model.w'],
    ['bare.pt', 'torch', ''],
  ] as const;
  const parts = files.map(([name, format, tensor]) => ({
    ...PART,
    path: join(folder, name),
    format,
    tensor,
    ranges,
  }));
  // What is inside of a list, turned; all of a tensor; a scalar.
  const listed = { ...PART, path: join(folder, 'a.pt'), format: 'torch', tensor: 'state.list.1' };
  const rest: readonly LoadedPart[] = [
    { ...listed, shape: [4, 6, 3], ranges: [whole(4), whole(6), one(0)], isTurned: true },
    { ...parts[0]!, ranges: SHAPE.map(whole) },
    { ...parts[0]!, tensor: 'scale', shape: [], ranges: [] },
  ];
  const answers = await run(folder, [...parts, ...rest]);
  expect(answers.slice(0, parts.length)).toEqual(parts.map(() => wanted));
  expect(answers.slice(parts.length)).toEqual([
    [
      [6, 4],
      [72, 90, 108, 126, 75],
    ],
    [SHAPE, [0, 1, 2, 3, 4]],
    [[], [5]],
  ]);
}, 240_000);

test('what is large is not loaded whole', () => {
  const part = {
    ...PART,
    path: '/dumps/x',
    tensor: 'image',
    ranges: [one(0), some(0, 2), whole(6), whole(3)],
  };
  const code = (format: string) => loadCode({ ...part, format });
  expect(code('safetensors')).toContain('safe_open("/dumps/x", framework="pt")');
  expect(code('safetensors')).toContain('f.get_slice("image")[0, :2]');
  expect(code('npy')).toContain('np.load("/dumps/x", mmap_mode="r")[0, :2]');
  expect(code('torch')).toContain('mmap=True');
  expect(code('gguf')).toBeNull();
});
