import { KINDS } from '../core/contracts/index';
import { SEVERITIES } from '../core/findings';
import { RULES } from '../core/lint/catalogue';
import { LOAD_IMAGE_RULES } from '../core/settings/projectConfig';
import { SETTINGS } from '../core/settings/settings';

/** Where the schema lies in the extension. */
export const PROJECT_SCHEMA = 'media/tensor-loupe.schema.json';

/** The JSON schema of `tensor-loupe.json`; `npm run manifest` writes it. */
export function projectSchema(): Record<string, unknown> {
  const glob = { type: 'string' };
  const rules = { ...rulesSchema(), description: SETTINGS.rules.description };
  const contract = {
    type: 'object',
    required: ['files', 'kind'],
    additionalProperties: false,
    properties: {
      files: { ...glob, description: 'Glob over the path below this file.' },
      tensor: { ...glob, description: 'Glob over the tensor name.' },
      kind: { enum: [...KINDS, 'none'] },
    },
  };
  const override = {
    type: 'object',
    required: ['files', 'rules'],
    additionalProperties: false,
    properties: { files: glob, rules: { $ref: '#/properties/rules' } },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Tensor Loupe',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      contracts: {
        type: 'array',
        items: contract,
        description: 'Which contract tensors are held to; above any guess. The first match counts.',
      },
      rules,
      overrides: {
        type: 'array',
        items: override,
        description: 'Severities for the files of a glob; a later entry stands above an earlier.',
      },
      include: {
        type: 'array',
        items: glob,
        description: 'The tensor files that a check of a folder reads; else every one.',
      },
      exclude: {
        type: 'array',
        items: glob,
        description: 'What a check of a folder leaves alone.',
      },
      loadImage: {
        enum: LOAD_IMAGE_RULES,
        description: 'By whose rule pictures become tensors.',
      },
    },
  };
}

/** The schema of severities by rule; without keys its texts are English. */
export function rulesSchema(
  key: (id: string, text: string) => string = (_, text) => text,
): Record<string, unknown> {
  const rules = RULES.map(({ id, severity, title }) => [
    id,
    {
      enum: [...SEVERITIES, 'off'],
      default: severity,
      markdownDescription: key(`rule.${id}`, title),
    },
  ]);
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(rules),
  };
}
