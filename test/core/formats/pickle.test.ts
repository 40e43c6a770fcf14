import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TensorFileError } from '../../../src/core/errors';
import { openTensorFile } from '../../../src/core/formats/open';
import { scanPickles } from '../../../src/core/formats/pickle/scanPickles';
import { verbatim } from '../../../src/core/l10n';
import { casePath } from '../../support/cases';
import { memoryContext } from '../../support/openCase';
import { openTorch, torchZip, valuesByName } from '../../support/openTorch';
import { p, pickle, storage, tensor } from '../../support/pickleAssembler';
import { zipFile } from '../../support/zipFile';

const open = (bytes: Uint8Array, name: string) => openTensorFile(memoryContext(bytes, name));
const named = (file: string) => readFileSync(casePath('pickles', file));
const refusal = async (bytes: Uint8Array, name: string): Promise<TensorFileError> => {
  const reason = await open(bytes, name).catch((error: unknown) => error);
  expect(reason).toBeInstanceOf(TensorFileError);
  return reason as TensorFileError;
};

describe('files that readers read differently', () => {
  test('a frame that ends inside an instruction', async () => {
    const error = await refusal(named('frame_cuts_opcode.pt'), 'frame_cuts_opcode.pt');
    expect(error.message).toContain('a frame ends at byte');
  });

  test.each(['twice_data_pkl.pt', 'case_data_pkl.pt', 'twice_storage.pt'])('%s', async file => {
    const error = await refusal(named(file), file);
    expect(error.rule).toBe('file/ambiguous-archive');
  });

  test('folders that differ in case only', async () => {
    const tensorPickle = pickle(p.dict(['w', tensor(storage('FloatStorage', '0', 1), [1], [1])]));
    const file = zipFile([
      { name: 'a/data.pkl', bytes: tensorPickle },
      { name: 'a/data/0', bytes: new Uint8Array(4) },
      { name: 'A/data/0', bytes: new Uint8Array(4) },
    ]);
    expect((await refusal(file, 'x.pt')).rule).toBe('file/ambiguous-archive');
  });

  test('a frame that ends with its pickle is sound', async () => {
    const file = await open(named('frame_long_is_sound.pt'), 'frame_long_is_sound.pt');
    expect(file.problems).toEqual([]);
    expect(Object.values(await valuesByName(file)).flat()).toContain('7');
  });
});

describe('frames', () => {
  const frame = (length: number) => [0x95, length, 0, 0, 0, 0, 0, 0, 0];
  const scan = (...bytes: number[]) =>
    scanPickles(new Uint8Array([0x80, 4, ...bytes]), verbatim('x')).failure?.message;

  test('around whole instructions, to the end', () => {
    expect(scan(...frame(2), 0x4e, 0x2e)).toBeUndefined();
    expect(scan(...frame(1), 0x4e, 0x2e)).toBeUndefined();
    expect(scan(...frame(0), 0x4e, 0x2e)).toBeUndefined();
  });
  test('inside another', () => {
    expect(scan(...frame(11), ...frame(1), 0x4e, 0x2e)).toContain('inside another frame');
  });
  test('that go on behind STOP', () => {
    expect(scan(...frame(3), 0x4e, 0x2e, 0x4e)).toContain('where no instruction ends');
  });
  test('longer than the file', () => {
    expect(scan(...frame(200), 0x4e, 0x2e)).toContain('cut short');
  });
});

describe('bytes behind the end', () => {
  const value = pickle(p.dict(['w', tensor(storage('FloatStorage', '0', 1), [1], [1])]));
  const data = { 0: new Float32Array([1]) };

  test('of a checkpoint are told, and its tensors shown', async () => {
    const file = await openTorch(torchZip(new Uint8Array([...value, 0, 0, 0]), data));
    expect(file.problems.map(({ rule }) => rule)).toEqual(['file/pickle-trailing']);
    expect(file.problems[0]!.message).toContain('3 B');
    expect(await valuesByName(file)).toEqual({ w: ['1'] });
  });
  test('none are not', async () => {
    expect((await openTorch(torchZip(value, data))).problems).toEqual([]);
  });
});

describe('plain pickles', () => {
  test('open as what they are, and say what they name', async () => {
    const file = await open(named('plain.pkl'), 'plain.pkl');
    expect(file.format).toBe('pickle');
    expect(file.tensors).toEqual([]);
    expect(file.problems[0]!.rule).toBe('file/pickle-global');
    expect(file.problems[0]!.message).toContain('os.getpid');
  });
  test.each([
    ['protocol 0', "cos\nsystem\n(S'ls'\ntR."],
    ['INST', "(S'ls'\nios\nsystem\n."],
    ['OBJ', "(cos\nsystem\nS'ls'\no."],
    ['a second pickle behind the first', "N.cos\nsystem\n(S'ls'\ntR."],
    ['cut off behind the name', 'cos\nsystem\n(S'],
  ])('%s', async (_, text) => {
    const file = await open(Buffer.from(text), 'x.pkl');
    expect(file.problems[0]!.message).toContain('os.system');
  });
  test('of numbers and text open without a word', async () => {
    const file = await open(
      Buffer.from("(dp0\nS'a'\np1\nI1\nsVb\np2\n(lp3\nF1.5\naL7L\nas."),
      'x.pkl',
    );
    expect(file.problems).toEqual([]);
  });
  test('numbers that readers take differently are refused', async () => {
    expect((await refusal(Buffer.from('I0x10\n.'), 'x.pkl')).message).toContain('decimal');
    expect((await refusal(Buffer.from('I010\n.'), 'x.pkl')).message).toContain('decimal');
  });
  test('named .npy are refused, with what they would run', async () => {
    const error = await refusal(named('plain.pkl'), 'plain.npy');
    expect(error.rule).toBe('file/pickle-global');
    expect(error.message).toContain('os.getpid');
  });
  test('among the members of a zip are judged', async () => {
    const members = [{ name: 'notes/config.pkl', bytes: Buffer.from('cos\nsystem\n(tR.') }];
    expect((await refusal(zipFile(members), 'x.zip')).rule).toBe('file/pickle-global');
    expect((await refusal(zipFile(members), 'x.pt')).rule).toBe('file/pickle-global');
  });
});

describe('getattr', () => {
  const call = (...args: Uint8Array[]) => pickle(p.call(p.global('builtins', 'getattr'), ...args));
  const rules = async (bytes: Uint8Array) =>
    (await open(bytes, 'x.pkl')).problems.map(({ rule, message }) => `${rule} ${message}`);

  test('of a class names what it reaches, as enum members are pickled', async () => {
    const said = await rules(call(p.global('my.enums', 'Mode'), p.text('FAST')));
    expect(said).toEqual([
      expect.stringMatching(/^file\/pickle-class .*my\.enums\.Mode,/),
      expect.stringMatching(/^file\/pickle-class .*my\.enums\.Mode\.FAST,/),
    ]);
  });
  test.each([
    ['an attribute that reaches on', [p.global('my', 'Mode'), p.text('__globals__')]],
    ['a module that runs code', [p.global('os', 'path'), p.text('system')]],
    ['what a call gives', [p.call(p.global('my', 'make')), p.text('FAST')]],
  ])('of %s is named as running code', async (_, args) => {
    expect((await rules(call(...args)))[0]).toMatch(/^file\/pickle-global/);
  });
  test('handed on is named', async () => {
    const partial = p.call(
      p.global('functools', 'partial'),
      p.global('builtins', 'getattr'),
      p.global('my', 'Mode'),
    );
    expect((await rules(pickle(partial)))[0]).toMatch(/^file\/pickle-global .*getattr/);
  });
});

test('a whole module of torch before 1.6 opens: its persistent id stands for its class', async () => {
  const id = p.tuple(
    p.text('module'),
    p.global('net', 'Net'),
    p.text('net.py'),
    p.text('class Net'),
  );
  const module = Buffer.concat([id, Buffer.from('Q)'), Buffer.from([0x81])]);
  const weights = p.dict(['w', tensor(storage('FloatStorage', '0', 1), [1], [1])]);
  const value = pickle(p.build(module, p.dict(['_parameters', weights], ['_modules', p.dict()])));
  const file = await openTorch(torchZip(value, { 0: new Float32Array([5]) }));
  expect(await valuesByName(file)).toEqual({ w: ['5'] });
});

test('an npz with two members of one name shows neither; names that differ in case are two', async () => {
  const array = readFileSync(casePath('numpy', 'v-b1-le-f2d.npy'));
  const members = (...names: string[]) => zipFile(names.map(name => ({ name, bytes: array })));
  const twice = await open(members('a.npy', 'b.npy', 'a.npy'), 'x.npz');
  expect(twice.problems.map(({ rule, tensor: name }) => [rule, name])).toEqual([
    ['file/ambiguous-archive', 'a'],
  ]);
  expect(twice.tensors.map(({ name }) => name)).toEqual(['b']);
  const both = await open(members('A.npy', 'a.npy'), 'x.npz');
  expect(both.tensors.map(({ name }) => name)).toEqual(['A', 'a']);
});
