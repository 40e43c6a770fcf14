import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTorch, torchZip, valuesByName } from '../../support/openTorch';

// Written by Python's pickler with numpy 1 and 2: fixtures/make_torch_pickles.py.
const path = join(import.meta.dirname, 'fixtures', 'torchPickles.json');
const pickles = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
const named = (name: string) => Object.entries(pickles).filter(([key]) => key.startsWith(name));
const floats = new Float32Array([0, 1, 2, 3, 4, 5]);
const open = (base64: string) =>
  openTorch(torchZip(new Uint8Array(Buffer.from(base64, 'base64')), { 0: floats }));

const six = ['0', '1', '2', '3', '4', '5'];

describe('a checkpoint of Lightning', () => {
  test.each(named('lightning'))('%s', async (_, base64) => {
    const file = await open(base64);
    expect(await valuesByName(file)).toEqual({
      'state_dict.layer.weight': six,
      'state_dict.layer.bias': ['3', '4', '5'],
      'optimizer_states.0.state.0.exp_avg': six,
    });
    const { metadata } = file;
    expect(metadata.get('epoch')).toBe('3');
    expect(metadata.get('global_step')).toBe('1099511627776');
    expect(metadata.get('lr')).toBe('0.001');
    expect(metadata.get('callbacks.pl.callbacks.ModelCheckpoint.best')).toBe('0.25');
    expect(metadata.get('hyper_parameters.size')).toBe('4');
    const text = file.problems.map(problem => problem.message).join('\n');
    for (const name of ['pl.callbacks.ModelCheckpoint', 'pl.AttributeDict', 'argparse.Namespace'])
      expect(text).toContain(name);
    expect(file.problems.every(problem => problem.rule === 'file/pickle-class')).toBe(true);
  });
});

describe('objects of every shape', () => {
  test.each(named('shapes'))('%s', async (key, base64) => {
    const file = await open(base64);
    expect(file.tensors.map(tensor => tensor.name)).toEqual([
      'point.1',
      'slotted.w',
      ...(/-[45]-/.test(key) ? ['keyword.w'] : []),
      'loop.0.1',
      'default.w.0',
      'deque.0',
    ]);
    expect(file.metadata.get('big')).toBe(String(-(2n ** 100n)));
  });
});

describe('numpy arrays inside', () => {
  test.each(named('numpy'))('%s', async (_, base64) => {
    const file = await open(base64);
    expect(file.tensors.map(t => [t.name, t.dtype.name, t.shape])).toEqual([
      ['c', 'F32', [2, 3]],
      ['f', 'I64', [2, 3]],
      ['big', 'U16', [3]],
      ['zero', 'F64', []],
      ['empty', 'F64', [0, 4]],
      ['bool', 'BOOL', [2]],
      ['complex', 'C128', [1]],
      ['half', 'F16', [1]],
      ['w', 'F32', [2, 3]],
    ]);
    expect(await valuesByName(file)).toEqual({
      c: six,
      f: six,
      big: ['0', '1', '2'],
      zero: ['2.5'],
      empty: [],
      bool: ['1', '0'],
      complex: [['1', '2']],
      half: ['1.5'],
      w: six,
    });
    expect(file.metadata.get('scalar')).toBe('-7');
  });
});
