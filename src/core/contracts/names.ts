import type { Role } from './contract';
import { CONTRACTS, contractOf, type Kind } from './index';

/** What a name says about a tensor. */
export interface NameEvidence {
  readonly kind: Kind;
  /** The part of the name that says so. */
  readonly word: string;
  /** `weak` names count only where the shape fits as well. */
  readonly strength: 'strong' | 'weak';
  readonly role?: Role;
}

type Word = readonly [kind: Kind, strength: 'strong' | 'weak'];

/** Words that name a kind. */
const KIND_WORDS: ReadonlyMap<string, Word> = new Map(
  CONTRACTS.flatMap(({ kind, words }) =>
    (['strong', 'weak'] as const).flatMap(strength =>
      words[strength]
        .split(' ')
        .filter(Boolean)
        .map(word => [word, [kind, strength]] as const),
    ),
  ),
);

/** Names that mean another thing than their last word says. */
const WHOLE_NAMES: ReadonlyMap<string, NameEvidence> = new Map(
  CONTRACTS.flatMap(({ kind, wholeNames = [] }) =>
    wholeNames.map(({ words, role }) => {
      const word = words.replace(' ', '_');
      return [words, { kind, word, strength: 'strong', ...(role ? { role } : {}) }] as const;
    }),
  ),
);

/** Words that may follow the kind without changing it: `image_out`, `mask_0001`, `samples_fp16`. */
const NEUTRAL_WORDS: ReadonlySet<string> = new Set(
  `tensor tensors batch out output in input result results raw orig original before after new old
  final tmp temp copy src dst ref reference a b c d x y left right top bottom front back
  fp bf f u i int uint float half double bool bit bits le be
  nhwc nchw hwc chw bhwc bchw bhw hw channel channels last first missing squeezed unsqueezed
  resized scaled cropped padded blurred inverted soft hard small big large full
  gray grey alpha single wrong bad good ok broken nan inf signed unsigned range
  sd sdxl flux wan video data array dump`.split(/\s+/),
);

/** Words that make it something else wherever they stand: `image_embeds`, `attention_mask`, `mask_token`. */
const FOREIGN_WORDS: ReadonlySet<string> = new Set(
  `embed embeds embedding embeddings emb feature features feat feats token tokens proj projection
  encoder encoding encodings decoder mean std var id ids index indices idx size sizes shape shapes
  grid pos position positions label labels path paths name names url hash caption captions logits
  score scores ratio min max sum weight weights bias hidden states newline query queries key keys dim dims count
  num n len length lengths cond conditioning timestep timesteps sigma sigmas model module processor
  gradient grad loss prob probs box boxes bbox bboxes point points keypoints has is
  attention attn patch patches depth normal normals flow disparity audio text word words prompt type`.split(
    /\s+/,
  ),
);

const [DOT, SLASH, BACKSLASH] = [0x2e, 0x2f, 0x5c];

/** Names that say nothing, so that the file's own name may speak. */
const NAMELESS = /^(\d+|arr_\d+|tensor|data|array|value|default)?$/;

/** Whether a tensor has no name of its own: an `.npy`, a bare `torch.save(tensor)`, `arr_0`. */
export function isNameless(name: string): boolean {
  return NAMELESS.test(name);
}

/** Where a name's last segment starts. Last segments are short: from the end it is found at once. */
export function lastSegmentAt(name: string): number {
  for (let at = name.length - 1; at >= 0; at--) {
    const code = name.charCodeAt(at);
    if (code === DOT || code === SLASH || code === BACKSLASH) return at + 1;
  }
  return 0;
}

/** The words of a name: `maskAlpha_01` is mask, alpha, 01. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+|(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/u)
    .filter(word => word !== '');
}

/**
 * What a tensor's own name says: its last telling path segment must hold a word for a kind and no
 * foreign one; a name that goes on after it (`image_hdr`) is weak.
 */
export function nameEvidence(name: string): NameEvidence | null {
  for (const segment of name.split(/[./\\]/).reverse()) {
    const words = wordsOf(segment).filter(word => !/^\d+$/.test(word));
    if (words.length === 0) continue;
    const evidence = evidenceOf(words);
    if (evidence) return isPlain(words) ? evidence : { ...evidence, strength: 'weak' };
    if (!words.every(word => NEUTRAL_WORDS.has(word))) return null;
  }
  return null;
}

/** What a file's name says about its one nameless tensor; any word may follow but a foreign one. */
export function fileNameEvidence(fileName: string): NameEvidence | null {
  const dot = fileName.lastIndexOf('.');
  const words = wordsOf(dot > 0 ? fileName.slice(0, dot) : fileName);
  return evidenceOf(words.filter(word => !/^\d+$/.test(word)));
}

/** Whether a name says that this is neither picture nor mask nor latent. */
export function isForeignName(text: string): boolean {
  return wordsOf(text).some(word => FOREIGN_WORDS.has(word));
}

/** Whether a name says nothing of what it names: `out`, `x_1`, `result`. */
export function isNeutralName(text: string): boolean {
  return wordsOf(text).every(word => /^\d+$/.test(word) || NEUTRAL_WORDS.has(word));
}

/** Whether nothing but neutral words follows the word for the kind. */
function isPlain(words: readonly string[]): boolean {
  const at = words.findLastIndex(word => KIND_WORDS.has(word));
  return words.slice(at + 1).every(word => NEUTRAL_WORDS.has(word));
}

function evidenceOf(words: readonly string[]): NameEvidence | null {
  if (words.some(word => FOREIGN_WORDS.has(word))) return null;
  const at = words.findLastIndex(word => KIND_WORDS.has(word));
  const whole = wholeName(words, at);
  if (whole) return whole;
  const entry = KIND_WORDS.get(words[at] ?? '');
  if (!entry) return null;
  const [kind, strength] = entry;
  const { foreignBefore } = contractOf(kind);
  if (words.slice(0, at).some(word => foreignBefore?.has(word))) return null;
  return { kind, strength, word: words[at]! };
}

function wholeName(words: readonly string[], at: number): NameEvidence | undefined {
  return (
    WHOLE_NAMES.get(words.slice(at - 1, at + 1).join(' ')) ??
    WHOLE_NAMES.get(words.slice(at, at + 2).join(' '))
  );
}
