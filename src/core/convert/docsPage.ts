import { memorySource } from '../bytes/memorySource';
import { findQuantised, weightOf } from '../models/quantised/quantised';
import { DTYPES } from '../tensor/dtypes';
import { cStrides } from '../tensor/slice';
import { describe, shapeText } from './checks';
import type { Conversion, ConversionInput } from './conversion';
import type { Example, ExampleTensor } from './docsExamples';
import { CONVERSIONS } from './index';
import type { ConversionOption } from './options';
import { optionsOf, runConversion, valuesOf } from './run';
import { pythonName } from './snippets';

const HEAD = `# Conversions

Every conversion writes new files and leaves the source as it is. From the command palette: "Tensor
Loupe: Convert...". From the command line:
\`tensor-loupe convert CONVERSION FILE... -o OUT [--tensor NAME] [--option key=value]\`.

- **Bits**: the elements' bytes are moved, never computed with; the dtype stays. **Maths**: float32, the
  result is F32.
- Where no tensor is named, those are converted that the conversion is made for. The other tensors of the
  file stay in the result, named or not; \`--option others=drop\` leaves them out. "Save As" and "Export PNG"
  take what they are told. A result whose name is taken becomes \`NAME_2\`.
- A target that holds one tensor (\`.npy\`, \`.latent\`, a PNG) takes what was converted. What is left out is
  named after the file that was written: other tensors, members that cannot be read, metadata.
- The ending of OUT picks the format: \`.safetensors\`, \`.npy\`, \`.npz\`, \`.latent\`, \`.png\`. What a format
  cannot hold is refused before anything is written.
- The safetensors formats keep the source's metadata and add \`tensor_loupe\`: a JSON list of what was done.

This page is made from the list of conversions by \`npm run docs\`.
`;

/** The page \`docs/conversions.md\`: one section for each conversion, with an example. */
export function conversionsPage(): string {
  const rows = CONVERSIONS.map(
    ({ id, title, from, to, how }) =>
      `| [${id}](#${anchor(title)}) | ${title} | ${from} | ${to} | ${how} |`,
  );
  const table = ['| id | title | from | to | how |', '|---|---|---|---|---|', ...rows].join('\n');
  return `${[HEAD, table, ...CONVERSIONS.map(section)].join('\n').trimEnd()}\n`;
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function section(conversion: Conversion): string {
  const { example } = conversion;
  const inputs = quantised(example.tensors.map(inputOf));
  const options = valuesOf(conversion, example.options ?? {});
  const name = pythonName(inputs[0]!.tensor.name);
  return [
    '',
    `## ${conversion.title}`,
    '',
    conversion.summary,
    '',
    ...optionLines(optionsOf(conversion)),
    '```sh',
    commandOf(conversion, example),
    `# ${resultOf(conversion, inputs, example)}`,
    '```',
    '',
    '```python',
    '# PyTorch',
    conversion.torchSnippet(name, options),
    '# NumPy',
    conversion.numpySnippet(name, options),
    '```',
  ].join('\n');
}

function optionLines(options: readonly ConversionOption[]): string[] {
  if (options.length === 0) return [];
  const rows = options.map(({ name, title, type, choices, default: value, required }) => {
    const kind = choices ? choices.join(', ') : type;
    return `| \`${name}\` | ${title} | ${kind} | ${required ? 'required' : (value ?? '')} |`;
  });
  return ['| option | meaning | values | default |', '|---|---|---|---|', ...rows, ''];
}

function commandOf(
  conversion: Conversion,
  { options = {}, output, tensors, fromPictures }: Example,
): string {
  const file = output === 'out.latent' ? 'old.latent' : 'dump.safetensors';
  const files = fromPictures ? tensors.map((_, i) => `${i}.png`).join(' ') : file;
  const pairs = Object.entries(options).map(([key, value]) => ` --option ${key}=${quoted(value)}`);
  return `tensor-loupe convert ${conversion.id} ${files} -o ${output ?? 'out.safetensors'}${pairs.join('')}`;
}

/** A shell reads # as the start of a comment. */
function quoted(value: string): string {
  return /^[\w.:-]+$/.test(value) ? value : `"${value}"`;
}

function resultOf(conversion: Conversion, inputs: readonly ConversionInput[], example: Example) {
  const options = valuesOf(conversion, example.options ?? {});
  const context = { all: inputs, maths: () => Promise.reject(new Error('headers only')) };
  const taken = conversion.takes === 'one' ? inputs.slice(0, 1) : inputs;
  const results = runConversion(conversion, taken, options, context);
  const from = taken.map(({ kind, tensor }) => `${tensor.name}: ${describe(kind, tensor)}`);
  const to = results.map(({ name, shape, dtype }) => `${name}: ${dtype.name} ${shapeText(shape)}`);
  return `${from.join(', ')} -> ${to.join(', ')}`;
}

/** The inputs with what their codes stand for, as far as headers tell. */
function quantised(inputs: readonly ConversionInput[]): ConversionInput[] {
  const tensors = inputs.map(({ tensor }) => tensor);
  const headers = tensors.map(({ name, dtype, shape }) => ({ name, dtype: dtype.name, shape }));
  const { weights } = findQuantised(headers, new Map());
  return inputs.map((input, index) => {
    const found = weights.find(({ weight }) => weight === index);
    return found ? { ...input, quantised: weightOf(found, tensors, undefined) } : input;
  });
}

function inputOf([name, kind, dtype, shape]: ExampleTensor, index: number): ConversionInput {
  const tensor = {
    name,
    shape,
    dtype: DTYPES[dtype],
    strides: cStrides(shape),
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: 0,
    source: memorySource(new Uint8Array(0)),
  } as const;
  return { tensor, kind, file: `${index}.png`, metadata: new Map() };
}
