import { KINDS } from '../core/contracts/index';
import { VIEW_DEFAULTS } from '../core/present/tone';
/** The settings that the extension contributes, in the order that the settings page shows them. */
export interface Setting {
  readonly key: string;
  readonly description: string;
  readonly scope: 'window' | 'resource' | 'machine-overridable';
  /** The rest of the setting's JSON schema, default included. */
  readonly schema: Readonly<Record<string, unknown>>;
}

const EXCLUDED = [
  '**/node_modules/**',
  '**/.git/**',
  '**/.venv/**',
  '**/venv/**',
  '**/site-packages/**',
];

export const SETTINGS: readonly Setting[] = [
  {
    key: 'lint.run',
    description: 'When the headers of tensor files are checked.',
    scope: 'window',
    schema: {
      type: 'string',
      enum: ['onOpen', 'workspace', 'off'],
      enumDescriptions: [
        'Only files that are open in an editor.',
        'Every tensor file of the workspace, in the background.',
        'Only files that are open in an editor, and no background work of any kind.',
      ],
      default: 'workspace',
    },
  },
  {
    key: 'lint.include',
    description: 'A glob of the files that the background check reads. Empty: every tensor file.',
    scope: 'window',
    schema: { type: 'string', default: '' },
  },
  {
    key: 'lint.exclude',
    description: 'Globs of files and folders that the background check leaves alone.',
    scope: 'window',
    schema: { type: 'array', items: { type: 'string' }, default: EXCLUDED },
  },
  {
    key: 'contracts',
    description:
      'Which contract tensors are held to, by globs over file path and tensor name; above any guess. Example: `[{ "files": "dumps/**", "tensor": "*_mask", "kind": "MASK" }]`.',
    scope: 'resource',
    schema: {
      type: 'array',
      default: [],
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
  },
  {
    key: 'python.lint',
    description: 'Check custom-node Python for broken IMAGE, MASK and LATENT contracts.',
    scope: 'resource',
    schema: { type: 'boolean', default: true },
  },
  {
    key: 'python.inlayShapes',
    description: 'Show known tensor shapes in the text of custom nodes.',
    scope: 'resource',
    schema: { type: 'boolean', default: false },
  },
  {
    key: 'view.colormap',
    description: 'The colormap that heatmaps start with.',
    scope: 'window',
    schema: { type: 'string', default: VIEW_DEFAULTS.defaultColormap },
  },
  {
    key: 'view.maskColor',
    description: 'The colour of mask overlays, as `#rrggbb`.',
    scope: 'window',
    schema: { type: 'string', pattern: '^#[0-9a-fA-F]{6}$', default: VIEW_DEFAULTS.maskColor },
  },
  {
    key: 'view.maskOpacity',
    description: 'The opacity that mask overlays start with.',
    scope: 'window',
    schema: { type: 'number', minimum: 0, maximum: 1, default: VIEW_DEFAULTS.maskOpacity },
  },
  {
    key: 'virtualFiles.maxSize',
    description:
      'In MiB: how large a file may be that can only be read whole (virtual file systems) before you are asked.',
    scope: 'window',
    schema: { type: 'number', minimum: 1, default: 256 },
  },
];
