import type { OpenContext } from '../../src/core/formats/format';
import { imageDecoder } from '../../src/engine/images/imageDecoder';
import { memoryContext } from '../support/openCase';
import { ambiguousArchive, checkArchive } from './archives';
import { checkInput, type Outcome } from './check';
import { corpusOf } from './corpus';
import { faultyContext } from './faults';
import { damagedPixels, mutated } from './mutate';
import { checkPython } from './python';
import type { Random } from './random';
import type { FuzzFormat } from './tokens';

/** Inputs of one kind: a seed gives the same one for ever. */
export interface FuzzKind {
  /** The name that an input is opened and kept under. */
  readonly name: string;
  make(random: Random): Uint8Array;
  /** @throws whatever is no refusal, and an Error when something was accepted that cannot be right. */
  check(input: Uint8Array, random: Random): Promise<Outcome>;
}

type Made = Pick<FuzzKind, 'name' | 'make'>;

/** Mutations of the reference cases of a format. */
function cases(format: FuzzFormat, mutate = mutated): Made {
  const { inputs, name } = corpusOf(format);
  return { name, make: random => mutate(format, random, inputs) };
}

function opened(made: Made, more: Partial<OpenContext> = {}): FuzzKind {
  return {
    ...made,
    check: input => checkInput({ ...memoryContext(input, made.name), ...more }, input),
  };
}

/** Files that change, shrink or cannot be read while they are read. */
function faulty(made: Made): FuzzKind {
  return {
    ...made,
    check: (input, random) => checkInput(faultyContext(input, made.name, random), undefined),
  };
}

/** Every kind of input, made when it is asked for. */
export const KINDS: Readonly<Record<string, () => FuzzKind>> = {
  safetensors: () => opened(cases('safetensors')),
  npy: () => opened(cases('npy')),
  npz: () => opened(cases('npz')),
  torch: () => opened(cases('torch')),
  image: () => opened(cases('image'), { images: imageDecoder }),
  // Bytes behind the header only, so that most reach the decoder in native code.
  pixels: () => opened(cases('image', damagedPixels), { images: imageDecoder }),
  archive: () => ({ name: 'f.npz', make: ambiguousArchive, check: checkArchive }),
  python: () => ({ ...cases('python'), check: checkPython }),
  'faults-safetensors': () => faulty(cases('safetensors')),
  'faults-npz': () => faulty(cases('npz')),
  'faults-torch': () => faulty(cases('torch')),
};
