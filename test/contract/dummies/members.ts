/** A text that goes into a list: before the line that ends it, or that another entry stands on. */
interface Line {
  /** Path of the list from the root. */
  readonly list: string;
  /** The start of a line of the list, white space apart, before which the entry is put: the first such. */
  readonly before: string;
  readonly text: string;
  /** What the entry's line needs at the head of its file. */
  readonly import?: string;
}

/** What somebody adds who extends the product at one point: at most one file, and one line in a list. */
export interface DummyMember {
  readonly point: string;
  /** The one new file; left out where a row of a table is all. */
  readonly file?: { readonly path: string; readonly text: string };
  readonly line: Line;
  /** The page for people that a rule has. */
  readonly page?: { readonly path: string; readonly text: string };
  /** What else has to change today, where it is more: the type check or the proof fails without it. */
  readonly pending?: string;
}

const page = (id: string, severity: string) => `# ${id}

Severity: **${severity}**

## What it checks

Nothing that anybody meets: it is a dummy.

## Why it bites

It does not bite anybody at all.

## Errors you may be searching for

- No error: there is no such tensor

## Fix in PyTorch

\`\`\`python
tensor = tensor.float()
\`\`\`

## Fix with Tensor Loupe

None: nothing is broken.
`;

export const DUMMIES: readonly DummyMember[] = [
  {
    point: 'format',
    file: {
      path: 'src/core/formats/dummy.ts',
      text: `import { DTYPES } from '../tensor/dtypes';
import type { TensorFormat } from './format';

const HEAD = 'DUMMY!';

/** Six letters, then bytes. */
export const dummyFormat: TensorFormat = {
  id: 'dummy',
  endings: { owned: ['.dummy'] },
  sniff: head => String.fromCharCode(...head.subarray(0, HEAD.length)) === HEAD,
  open: async ({ source }) => {
    const byteLength = source.size - HEAD.length;
    const layout = { shape: [byteLength], strides: [1], byteOffset: HEAD.length, byteLength };
    return {
      format: 'dummy',
      byteLength: source.size,
      metadata: new Map(),
      tensors: [{ name: 'x', dtype: DTYPES.U8, ...layout, byteOrder: 'little', source }],
      problems: [],
      close: () => source.close(),
    };
  },
};
`,
    },
    line: {
      list: 'src/core/formats/index.ts',
      before: 'imageFormat,',
      text: 'dummyFormat,',
      import: "import { dummyFormat } from './dummy';",
    },
  },
  {
    point: 'dtype',
    line: {
      list: 'src/core/tensor/dtypes.ts',
      before: 'C64: dtype(',
      text: "DUMMY16: dtype('DUMMY16', 16, 'uint', integerCodec(Uint16Array, 0, 2 ** 16 - 1)),",
    },
  },
  {
    point: 'tensor rule',
    file: {
      path: 'src/core/lint/rules/tensor/dummy.ts',
      text: `import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';

export const tensorDummy: HeaderRule = {
  id: 'tensor/dummy',
  severity: 'warning',
  title: 'Tensor is a dummy',
  description: 'A tensor has the name that only dummies have.',
  needs: 'headers',
  check: ({ tensors }) =>
    tensors
      .filter(({ header }) => header.name === 'dummy')
      .map(({ header }) => ({ tensor: header.name, message: t('This tensor is a dummy.') })),
};
`,
    },
    line: {
      list: 'src/core/lint/index.ts',
      before: 'latentOldFormat,',
      text: 'tensorDummy,',
      import: "import { tensorDummy } from './rules/tensor/dummy';",
    },
    page: { path: 'docs/rules/tensor/dummy.md', text: page('tensor/dummy', 'warning') },
  },
  {
    point: 'Python rule',
    file: {
      path: 'src/core/python/rules/dummy.ts',
      text: `import { t } from '../../l10n';
import type { PythonRule } from './rule';

export const dummyInput: PythonRule = {
  id: 'python/dummy',
  severity: 'warning',
  title: 'Input is a dummy',
  description: 'An input of a node has the name that only dummies have.',
  on: {
    input: ({ node, input }) =>
      input.name === 'dummy'
        ? { at: node.method.body[0]!, message: t('This input is a dummy.'), steps: [] }
        : null,
  },
};
`,
    },
    line: {
      list: 'src/core/python/rules/index.ts',
      before: 'truthiness,',
      text: 'dummyInput,',
      import: "import { dummyInput } from './dummy';",
    },
    page: { path: 'docs/rules/python/dummy.md', text: page('python/dummy', 'warning') },
  },
  {
    point: 'kind',
    file: {
      path: 'src/core/contracts/dummy.ts',
      text: `import { mark } from '../l10n';
import type { Contract } from './contract';

/** A dict with a "thing" [B,C,T]. */
export const dummyContract: Contract<'DUMMY', 'rank'> = {
  kind: 'DUMMY',
  named: mark('a DUMMY'),
  layout: '[B,C,T]',
  heading: 'DUMMY',
  summary: 'Three axes.',
  range: null,
  words: { strong: 'thing', weak: '' },
  mayBeNamed: () => true,
  read: shape =>
    shape.length === 3
      ? { layout: 'BCT', shape, fault: null, wrong: [] }
      : { layout: '?'.repeat(shape.length), shape, fault: 'rank', wrong: [] },
  drawn: () => null,
  view: 'line',
  port: { v3: 'Dummy', key: 'thing', axes: ['BCT'] },
  rules: {
    rank: {
      severity: 'error',
      title: 'DUMMY has the wrong rank',
      description: 'A dummy has three axes, and this one has not.',
      message: mark('{0} has {1}, but a DUMMY is [B,C,T].'),
      expected: mark('rank 3'),
      why: mark('It is a dummy.'),
    },
  },
};
`,
    },
    line: {
      list: 'src/core/contracts/index.ts',
      before: 'latentContract,',
      text: 'dummyContract,',
      import: "import { dummyContract } from './dummy';",
    },
    page: { path: 'docs/rules/dummy/rank.md', text: page('dummy/rank', 'error') },
  },
  {
    point: 'conversion',
    file: {
      path: 'src/core/convert/dummyConversion.ts',
      text: `import { mark } from '../l10n';
import type { OneConversion } from './conversion';
import { IMAGE } from './docsExamples';

/** The same tensor. */
export const dummyConversion: OneConversion = {
  id: 'dummyConversion',
  title: mark('Convert to Dummy'),
  summary: 'Leaves every value as it is.',
  from: mark('any'),
  to: mark('the same'),
  how: 'bits',
  takes: 'one',
  group: 'format',
  suffix: 'dummy',
  madeFor: null,
  menu: 'palette',
  options: [],
  applies: () => null,
  run: ({ tensor }) => [tensor],
  example: { tensors: [IMAGE] },
  torchSnippet: name => \`\${name} = \${name}\`,
  numpySnippet: name => \`\${name} = \${name}\`,
};
`,
    },
    line: {
      list: 'src/core/convert/index.ts',
      before: 'exportPng,',
      text: 'dummyConversion,',
      import: "import { dummyConversion } from './dummyConversion';",
    },
  },
  {
    point: 'writer',
    file: {
      path: 'src/core/writers/dummy.ts',
      text: `import type { TensorWriter } from './writer';
import { writeTensor } from './writeTensor';

const HEAD = new TextEncoder().encode('DUMMY!');

/** Six letters, then the bytes of one tensor. */
export const dummyWriter: TensorWriter = {
  id: 'dummy',
  format: 'dummy',
  holds: 'one',
  endings: ['.dummy'],
  keepsMetadata: false,
  refuses: () => null,
  write: async ({ tensors }, sink, _options, signal) => {
    await sink.write(HEAD);
    await writeTensor(tensors[0]!, HEAD.length, sink, signal);
  },
};
`,
    },
    line: {
      list: 'src/core/writers/index.ts',
      before: 'latentWriter,',
      text: 'dummyWriter,',
      import: "import { dummyWriter } from './dummy';",
    },
  },
  {
    point: 'view',
    file: {
      path: 'webview/views/dummy/view.ts',
      text: `import { html } from 'lit';
import { mark } from '../../../src/core/l10n';
import type { View } from '../view';

/** Nothing to see. */
export const dummyView: View = {
  id: 'dummy',
  title: mark('Dummy'),
  icon: 'eye',
  isPicture: false,
  settings: {},
  fit: ({ tensor }) => (tensor.name === 'dummy' ? 1000 : 0),
  render: () => html\`<p>dummy</p>\`,
};
`,
    },
    line: {
      list: 'webview/views/index.ts',
      before: 'metadataView,',
      text: 'dummyView,',
      import: "import { dummyView } from './dummy/view';",
    },
  },
  {
    point: 'setting',
    line: {
      list: 'src/core/settings/settings.ts',
      before: 'wholeFileLimitMiB: number(',
      text: "dummy: flag({ key: 'dummy', description: 'Nothing.', scope: 'window', default: true, projectKey: 'dummy' }),",
    },
  },
  {
    point: 'CLI command',
    file: {
      path: 'src/cli/dummy.ts',
      text: `import { type CommandRunner, EXIT } from './command';

export const dummyCommand: CommandRunner = {
  run: async (_args, streams) => {
    streams.out('a dummy ran');
    return EXIT.done;
  },
};
`,
    },
    line: {
      list: 'src/cli/index.ts',
      before: '];',
      text: "{ name: 'dummy', summary: 'Nothing.', usage: 'dummy', load: async () => (await import('./dummy')).dummyCommand },",
    },
  },
];
