import { KINDS } from '../contracts/index';
import { VIEW_DEFAULTS } from '../present/tone';
import { COLORMAP_LIST } from '../render/colormaps';
import { IGNORED_FOLDERS } from './ignoredFolders';

/** One setting: the only place that knows its key, its default, its words and how its value is read. */
export interface Setting<T> {
  /** Behind `tensorLoupe.` in VS Code. */
  readonly key: string;
  readonly description: string;
  readonly scope: 'window' | 'resource' | 'machine-overridable';
  /** The rest of its JSON schema; the default comes from `default`. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly default: T;
  /** It decides what is read: a workspace that the user does not trust cannot set it. */
  readonly isRestricted?: true;
  /** Its name in `tensor-loupe.json`, where it may stand there. */
  readonly projectKey?: string;
  /** What a user wrote, as it can be used; the default for everything else. Never throws. */
  read(value: unknown): T;
}

type Row<T> = Omit<Setting<T>, 'read'>;

function choice<T extends string>(
  choices: Readonly<Record<T, string>>,
  row: Omit<Row<NoInfer<T>>, 'schema'>,
): Setting<T> {
  const names = Object.keys(choices) as T[];
  return {
    ...row,
    schema: { type: 'string', enum: names, enumDescriptions: Object.values(choices) },
    read: value => names.find(name => name === value) ?? row.default,
  };
}

function flag(row: Omit<Row<boolean>, 'schema'>): Setting<boolean> {
  return {
    ...row,
    schema: { type: 'boolean' },
    read: value => (typeof value === 'boolean' ? value : row.default),
  };
}

function number(row: Row<number>): Setting<number> {
  const { minimum = -Infinity, maximum = Infinity } = row.schema as Record<string, number>;
  return {
    ...row,
    schema: { type: 'number', ...row.schema },
    read: value =>
      typeof value === 'number' && value >= minimum && value <= maximum ? value : row.default,
  };
}

function text(row: Row<string>): Setting<string> {
  const pattern = new RegExp(String(row.schema.pattern ?? ''));
  return {
    ...row,
    schema: { type: 'string', ...row.schema },
    read: value => (typeof value === 'string' && pattern.test(value) ? value : row.default),
  };
}

function texts(row: Omit<Row<readonly string[]>, 'schema'>): Setting<readonly string[]> {
  return {
    ...row,
    schema: { type: 'array', items: { type: 'string' } },
    read: value =>
      Array.isArray(value) ? value.filter(item => typeof item === 'string') : row.default,
  };
}

/** What only the engine reads: it knows the rules and the kinds, and tells what cannot be used. */
function raw(row: Row<unknown>): Setting<unknown> {
  return { ...row, read: value => value ?? row.default };
}

const COLORMAP_TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  COLORMAP_LIST.map(({ id, title }) => [id, title]),
);

/** Every setting, in the order that the settings page shows them. */
export const SETTINGS = {
  lintRun: choice(
    {
      onOpen: 'Only files that are open in an editor.',
      workspace: 'Every tensor file and every Python file of the workspace, in the background.',
      off: 'Only files that are open in an editor, and no background work of any kind.',
    },
    {
      key: 'lint.run',
      description: 'When the headers of tensor files, and custom-node Python, are checked.',
      scope: 'window',
      default: 'workspace',
    },
  ),
  lintInclude: text({
    key: 'lint.include',
    description: 'A glob of the files that the background check reads. Empty: every tensor file.',
    scope: 'window',
    schema: {},
    default: '',
    isRestricted: true,
    projectKey: 'include',
  }),
  lintExclude: texts({
    key: 'lint.exclude',
    description: 'Globs of files and folders that the background check leaves alone.',
    scope: 'window',
    default: IGNORED_FOLDERS.map(name => `**/${name}/**`),
    isRestricted: true,
    projectKey: 'exclude',
  }),
  lintValuesUpToMiB: number({
    key: 'lint.valuesUpTo',
    description:
      'In MiB: the values of files with no more than this are checked in the background too, and when such a file is opened. 0: headers alone.',
    scope: 'window',
    schema: { minimum: 0 },
    default: 64,
  }),
  contracts: raw({
    key: 'contracts',
    description:
      'Which contract tensors are held to, by globs over file path and tensor name; above any guess. Example: `[{ "files": "dumps/**", "tensor": "*_mask", "kind": "MASK" }]`.',
    scope: 'resource',
    schema: {
      type: 'array',
      items: {
        type: 'object',
        required: ['files', 'tensor', 'kind'],
        additionalProperties: false,
        properties: {
          files: { type: 'string', description: 'Glob over the path in the workspace.' },
          tensor: { type: 'string', description: 'Glob over the tensor name.' },
          kind: { enum: [...KINDS, 'none'] },
        },
      },
    },
    default: [],
    isRestricted: true,
    projectKey: 'contracts',
  }),
  pythonLint: flag({
    key: 'python.lint',
    description: 'Check custom-node Python for broken IMAGE, MASK and LATENT contracts.',
    scope: 'resource',
    default: true,
  }),
  pythonInlayShapes: flag({
    key: 'python.inlayShapes',
    description: 'Show known tensor shapes in the text of custom nodes.',
    scope: 'resource',
    default: false,
  }),
  colormap: choice(COLORMAP_TITLES, {
    key: 'view.colormap',
    description: 'The colormap that heatmaps start with.',
    scope: 'window',
    default: VIEW_DEFAULTS.defaultColormap,
  }),
  maskColor: text({
    key: 'view.maskColor',
    description: 'The colour of mask overlays, as `#rrggbb`.',
    scope: 'window',
    schema: { pattern: '^#[0-9a-fA-F]{6}$' },
    default: VIEW_DEFAULTS.maskColor,
  }),
  maskOpacity: number({
    key: 'view.maskOpacity',
    description: 'The opacity that mask overlays start with.',
    scope: 'window',
    schema: { minimum: 0, maximum: 1 },
    default: VIEW_DEFAULTS.maskOpacity,
  }),
  wholeFileLimitMiB: number({
    key: 'virtualFiles.maxSize',
    description:
      'In MiB: how large a file may be that can only be read whole (virtual file systems) before you are asked.',
    scope: 'window',
    schema: { minimum: 1 },
    default: 256,
  }),
  // Last on the page, as it is the longest; what may stand in it comes from the list of rules.
  rules: raw({
    key: 'rules',
    description: 'The severity of each rule, or `off`. Rules that are not named keep their own.',
    scope: 'resource',
    schema: { type: 'object' },
    default: {},
    projectKey: 'rules',
  }),
} as const;
