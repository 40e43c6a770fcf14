import type { RuleId, Severity } from '../../findings';

/** Default severities of the Python rules; a draft may lower its own. */
export const pythonSeverities = {
  'python/return-bare': 'error',
  'python/return-types-string': 'error',
  'python/return-arity': 'error',
  'python/return-dict': 'error',
  'python/return-array': 'error',
  'python/return-list': 'error',
  'python/image-rank': 'error',
  'python/image-channel-first': 'error',
  'python/image-range': 'warning',
  'python/mask-rank': 'error',
  'python/latent-dict': 'error',
  'python/latent-keys-dropped': 'hint',
  'python/interpolate-channel-last': 'error',
  'python/interpolate-rank': 'error',
  'python/permute-rank': 'error',
  'python/index-rank': 'error',
  'python/cat-rank': 'error',
  'python/mask-broadcast': 'error',
  'python/truthiness': 'error',
  'python/input-mutated': 'warning',
  'python/latent-mutated': 'warning',
  'python/numpy-device': 'hint',
  'python/batch-dropped': 'hint',
} as const satisfies Readonly<Record<RuleId, Severity>>;

/** The id of a rule of the Python checker. */
export type PythonRuleId = keyof typeof pythonSeverities;
