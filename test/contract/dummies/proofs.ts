import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLintedInFolders } from '../../../src/core/formats/endings';
import { openingView } from '../../../src/core/present/views';
import { lintPython } from '../../../src/core/python/checkText';
import { dtypeOf } from '../../../src/core/tensor/dtypes';
import { openPath } from '../../../src/engine/openedFile';
import { viewsOf } from '../../../webview/views/choose';
import { cli } from '../../support/cli';
import { ROOT } from '../../support/sourceFiles';

// Run in a copy of the repository to which the dummies were added; each proof is named as its point.

const NODE = `
class Dummy:
    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"dummy": ("IMAGE",)}}

    def run(self, dummy):
        return (dummy,)

NODE_CLASS_MAPPINGS = {"Dummy": Dummy}
`;

const KIND_NODE = `
import torch

class Thing:
    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"thing": ("DUMMY",)}}

    def run(self, thing):
        return (thing["thing"].unsqueeze(0).unsqueeze(0),)

NODE_CLASS_MAPPINGS = {"Thing": Thing}
`;

/** A safetensors file of one tensor: a header of JSON behind its length. */
function safetensors(
  name: string,
  dtype: string,
  bytes: readonly number[],
  shape: number[],
): Buffer {
  const entry = { dtype, shape, data_offsets: [0, bytes.length] };
  const header = Buffer.from(JSON.stringify({ [name]: entry }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.from(bytes)]);
}

let folder: string;
const at = (name: string) => join(folder, name);
/** What VS Code is told of the extension. */
const texts = ['package.json', 'package.nls.json']
  .map(name => readFileSync(join(ROOT, name), 'utf8'))
  .join();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tensor-loupe-test-'));
  await writeFile(at('a.dummy'), 'DUMMY!\x01\x02\x03');
  await writeFile(at('dummy.safetensors'), safetensors('dummy', 'U8', [1, 2], [2]));
  await writeFile(at('thing.safetensors'), safetensors('thing', 'F32', Array(8).fill(0), [1, 2]));
  await writeFile(at('wide.safetensors'), safetensors('x', 'DUMMY16', [1, 1, 2, 0], [2]));
  await writeFile(at('node.py'), NODE);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('format', async () => {
  const opened = await openPath(at('a.dummy'));
  expect(opened.file.format).toBe('dummy');
  await opened.close();
  expect(isLintedInFolders('a.dummy'), 'a folder is searched for it').toBe(true);
  expect(texts, 'the editor opens it').toContain('dummy');
});

test('dtype', async () => {
  expect(dtypeOf('DUMMY16')?.bits).toBe(16);
  const run = await cli('values', at('wide.safetensors'), '--json');
  expect(run.out).toContain('["257","2"]');
});

test('tensor rule', async () => {
  const run = await cli('lint', at('dummy.safetensors'));
  expect(run.out).toContain('tensor/dummy');
  expect(texts).toContain('tensor/dummy');
});

test('kind', async () => {
  const thing = at('thing.safetensors');
  const info = await cli('inspect', thing, '--json');
  expect(info.out, 'a tensor of that name is one').toContain('DUMMY');
  const lint = await cli('lint', thing);
  expect(lint.out, 'it is judged by its own rules').toContain('dummy/rank');
  expect(texts, 'rules and settings list it').toContain('dummy/rank');
  const subject = { shape: [1, 2, 3], dtype: 'F32', decodable: true, numeric: true };
  const classification = { kind: 'DUMMY', evidence: [], because: '', candidates: [] };
  expect(openingView({ ...subject, classification } as never), 'it opens in its view').toBe('line');
  const { findings } = lintPython(KIND_NODE);
  const messages = findings.map(({ message }) => message);
  expect(messages, 'a port passes its dict').toContainEqual(expect.stringContaining('[1,1,B,C,T]'));
});

test('Python rule', () => {
  const { findings } = lintPython(NODE);
  expect(findings.map(({ rule }) => rule)).toContain('python/dummy');
  expect(texts).toContain('python/dummy');
});

test('conversion', async () => {
  const run = await cli(
    'convert',
    'dummyConversion',
    at('dummy.safetensors'),
    '-o',
    at('same.safetensors'),
  );
  expect(run.exit, run.err).toBe(0);
  expect(texts).toContain('Convert to Dummy');
});

test('writer', async () => {
  const run = await cli('convert', 'saveAs', at('dummy.safetensors'), '-o', at('made.dummy'));
  expect(run.exit, run.err).toBe(0);
});

test('view', () => {
  const tensor = { name: 'dummy', classification: {}, shape: [1] } as never;
  const layout = { names: [], rows: null, columns: null, channels: null } as never;
  const views = viewsOf({ tensor, layout, findings: [] });
  expect(views.map(({ id }) => id)).toContain('dummy');
});

test('setting', async () => {
  expect(texts).toContain('tensorLoupe.dummy');
});

test('CLI command', async () => {
  const run = await cli('dummy');
  expect(run.out).toContain('a dummy ran');
  expect((await cli('--help')).out).toContain('dummy');
});
