/** Every rule id there is; the catalogue in `index.ts` has one entry for each. */
export type FileRuleId =
  | 'file/unreadable'
  | 'file/trailing-bytes'
  | 'file/gap'
  | 'file/overlap'
  | 'file/misaligned'
  | 'file/unknown-dtype'
  | 'file/metadata'
  | 'file/missing-shard'
  | 'file/shard-mismatch'
  | 'file/pickle-global'
  | 'file/pickle-class'
  | 'file/pickle-trailing'
  | 'file/ambiguous-archive';

export type TensorRuleId =
  | `image/${'rank' | 'batch-missing' | 'channel-first' | 'channel-count' | 'alpha' | 'single-channel' | 'dtype' | 'range-255' | 'range-signed' | 'range' | 'not-finite' | 'empty'}`
  | `mask/${'batch-missing' | 'channel-axis' | 'rank' | 'dtype' | 'range-255' | 'range' | 'not-finite' | 'placeholder' | 'size-mismatch' | 'batch-mismatch' | 'empty'}`
  | `latent/${'batch-missing' | 'channel-last' | 'rank' | 'channel-count' | 'key-missing' | 'not-finite' | 'noise-mask' | 'old-format' | 'empty'}`
  | `tensor/${'not-finite' | 'constant'}`;

export type PythonRuleId =
  `python/${'return-bare' | 'return-types-string' | 'return-arity' | 'return-dict' | 'return-array' | 'return-list' | 'image-rank' | 'image-channel-first' | 'image-range' | 'mask-rank' | 'latent-dict' | 'latent-keys-dropped' | 'interpolate-channel-last' | 'interpolate-rank' | 'permute-rank' | 'index-rank' | 'cat-rank' | 'mask-broadcast' | 'truthiness' | 'input-mutated' | 'latent-mutated' | 'numpy-device' | 'batch-dropped'}`;

export type RuleId = FileRuleId | TensorRuleId | PythonRuleId;
