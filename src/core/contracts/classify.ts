import { type LocalText, t } from '../l10n';
import type { FormatId } from '../tensor/tensor';
import { checkpointNames } from './checkpoint';
import type { Classification, Evidence } from './classification';
import type { Role, TensorHeader } from './contract';
import { imageContract } from './image';
import { contractOf, KINDS, type Kind } from './index';
import { latentContract } from './latent';
import { maskContract } from './mask';
import { mayBeMaskOfPartner, partnerSizes } from './maskPartners';
import {
  fileNameEvidence,
  isForeignName,
  isNameless,
  type NameEvidence,
  nameEvidence,
} from './names';
import { isLatentFile, LATENT_MARKER, LATENT_TENSOR } from './savedLatent';
import { describeShape, fitsNamedKind, shapeEvidence } from './shapeEvidence';

/** What classification knows of the file around the tensors. */
export interface ClassifyContext {
  readonly format: FormatId;
  /** File name with its ending, without folders. */
  readonly fileName: string;
  readonly metadata: ReadonlyMap<string, string>;
  /** The user's choice, by tensor name; `null` means "held to no contract". The first one counts. */
  readonly choices: readonly { readonly tensor: string; readonly kind: Kind | null }[];
}

const NONE: Classification = { kind: null, evidence: [], because: '', candidates: [] };

/**
 * The kind of each tensor of a file, in the tensors' order, by the strongest evidence there is: the
 * user, the format, the name, the shape. A tensor of a checkpoint has no kind but by the user's choice.
 */
export function classify(
  tensors: readonly TensorHeader[],
  context: ClassifyContext,
): readonly Classification[] {
  const choices = new Map([...context.choices].reverse().map(item => [item.tensor, item.kind]));
  const isCheckpointName = checkpointNames(tensors);
  const formatSpeaks = context.format === 'image' || isSavedLatent(context);
  const guesses = tensors.map(tensor => {
    const chosen = choices.get(tensor.name);
    if (chosen === null) return NONE;
    if (chosen) return byUser(tensor, chosen, context);
    if (tensor.name === LATENT_MARKER) return NONE;
    return (
      (formatSpeaks ? byFormat(tensor, tensors, context) : null) ??
      (isCheckpointName(tensor.name) ? NONE : byNameOrShape(tensor, tensors, context))
    );
  });
  return withPartners(tensors, guesses, { isCheckpointName, choices });
}

function isSavedLatent({ format, fileName }: ClassifyContext): boolean {
  return format === 'safetensors' && isLatentFile(fileName);
}

function byUser(tensor: TensorHeader, kind: Kind, context: ClassifyContext): Classification {
  const named = ownNameEvidence(tensor, context);
  const role = named?.kind === kind ? named.role : undefined;
  return build(tensor, kind, ['user'], [t('chosen by you')], context, role);
}

function byFormat(
  tensor: TensorHeader,
  tensors: readonly TensorHeader[],
  context: ClassifyContext,
): Classification | null {
  if (context.format === 'image') {
    // The reader names them by their kinds.
    const kind = KINDS.find(one => one.toLowerCase() === tensor.name);
    if (!kind) return null;
    return build(tensor, kind, ['format'], [t('image file, read as LoadImage does')], context);
  }
  const others = tensors.filter(other => other.name !== LATENT_MARKER);
  if (tensor.name !== LATENT_TENSOR && others.length > 1) return null;
  const evidence: Evidence[] = tensor.name === LATENT_TENSOR ? ['format', 'name'] : ['format'];
  const words = [t('.latent file')];
  if (tensor.name === LATENT_TENSOR) words.push(t`name \`${tensor.name}\``);
  return build(tensor, latentContract.kind, evidence, words, context);
}

function ownNameEvidence(tensor: TensorHeader, context: ClassifyContext): NameEvidence | null {
  return isNameless(tensor.name) ? fileNameEvidence(context.fileName) : nameEvidence(tensor.name);
}

function byNameOrShape(
  tensor: TensorHeader,
  tensors: readonly TensorHeader[],
  context: ClassifyContext,
): Classification {
  const named = ownNameEvidence(tensor, context);
  if (named && fitsNamedKind(tensor, named) && speaksForAll(tensor, named, tensors)) {
    const words = isNameless(tensor.name)
      ? t`file name \`${named.word}\``
      : t`name \`${named.word}\``;
    return build(tensor, named.kind, ['name'], [words], context, named.role);
  }
  const foreign = isForeignName(isNameless(tensor.name) ? context.fileName : tensor.name);
  if (named || foreign || tensors.length !== 1) return NONE;
  const shaped = shapeEvidence(tensor);
  if (!shaped.kind) return shaped.ambiguity ? { ...NONE, ambiguity: shaped.ambiguity } : NONE;
  const result = build(tensor, shaped.kind, [], [], context);
  return shaped.ambiguity ? { ...result, ambiguity: shaped.ambiguity } : result;
}

/** A file's name speaks for its one tensor; of several nameless ones only for those that are sound. */
function speaksForAll(
  tensor: TensorHeader,
  named: NameEvidence,
  tensors: readonly TensorHeader[],
): boolean {
  if (!isNameless(tensor.name) || tensors.length === 1) return true;
  return contractOf(named.kind).read(tensor.shape).fault === null;
}

/** Adds what the shape says to what was known before. */
function build(
  tensor: TensorHeader,
  kind: Kind,
  evidence: readonly Evidence[],
  words: readonly LocalText[],
  context: ClassifyContext,
  named?: Role,
): Classification {
  const contract = contractOf(kind);
  const reading = contract.read(tensor.shape);
  const role = named ?? contract.role;
  // Another part of a dict is not held to the shape of its main tensor.
  const isMain = role === contract.role;
  const fits = !isMain || (reading.fault === null && !reading.ambiguity);
  return {
    kind,
    evidence: fits ? [...evidence, 'shape'] : evidence,
    because: [...words, isMain ? describeShape(reading) : t`rank ${tensor.shape.length}`].join(
      ', ',
    ),
    ...(reading.ambiguity && isMain ? { ambiguity: reading.ambiguity } : {}),
    candidates: (isMain ? contract.candidates?.(tensor.shape, context.metadata) : undefined) ?? [],
    ...(role ? { role } : {}),
  };
}

/** A second look at what has no kind yet: an IMAGE beside it may make it a MASK. */
function withPartners(
  tensors: readonly TensorHeader[],
  guesses: readonly Classification[],
  known: {
    readonly isCheckpointName: (name: string) => boolean;
    readonly choices: ReadonlyMap<string, Kind | null>;
  },
): readonly Classification[] {
  const images = tensors.filter((_, index) => guesses[index]!.kind === imageContract.kind);
  if (images.length === 0) return guesses;
  const partners = partnerSizes(images.map(image => image.shape));
  return guesses.map((guess, index) => {
    const tensor = tensors[index]!;
    if (guess.kind || known.isCheckpointName(tensor.name) || known.choices.has(tensor.name))
      return guess;
    if (!mayBeMaskOfPartner(tensor, partners)) return guess;
    const because = t`name and size fit the IMAGE beside it, rank ${tensor.shape.length}`;
    return { kind: maskContract.kind, evidence: ['name', 'shape'], because, candidates: [] };
  });
}
