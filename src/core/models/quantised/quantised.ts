import { TensorFileError } from '../../errors';
import { type LocalText, t, verbatim } from '../../l10n';
import { readFlat } from '../../tensor/flatRead';
import { elementCount } from '../../tensor/slice';
import type { Tensor, TensorFile } from '../../tensor/tensor';
import { parsed } from './comfyFormat';
import type { Found, FoundWeight } from './convention';
import { CONVENTIONS } from './index';
import { realTensor } from './readRange';
import { refuseCodes } from './shapes';
import { type StoredHeader, StoredNames } from './storedNames';

/** A state of JSON is a hundred bytes or two. */
const MAX_STATE_BYTES = 16 * 1024;
/** All that is read of a file's states while it opens: ten times what the largest models have. */
const MAX_STATES_BYTES = 2 ** 20;
/** States that are read at once. */
const STATES_AT_ONCE = 16;

/** A quantised weight of an opened file. */
export interface QuantisedWeight {
  /** Index of the stored tensor with the codes. */
  readonly index: number;
  /** `NF4`. */
  readonly title: string;
  /** The real values, named `layer.weight`; null where they are not known here. */
  readonly real: Tensor | null;
  /** Why there are none. */
  readonly reason?: LocalText;
  /** What a person should know of it. */
  readonly note?: LocalText;
  /** Names of the tensors that only explain the codes. */
  readonly parts: readonly string[];
}

/** The quantised weights of a file, and what is missing of others. */
export interface Quantised {
  readonly weights: readonly QuantisedWeight[];
  readonly missing: Found['missing'];
}

/** The quantised weights by headers alone; each weight by one convention. */
export function findQuantised(
  headers: readonly StoredHeader[],
  metadata: ReadonlyMap<string, string>,
): Found {
  const names = new StoredNames(headers, metadata);
  const found = CONVENTIONS.map(convention => convention.find(names));
  const weights = new Map<number, FoundWeight>();
  for (const weight of found.flatMap(each => each.weights))
    if (!weights.has(weight.weight)) weights.set(weight.weight, weight);
  const known = new Set([...weights.values()].flatMap(({ weight, parts }) => [weight, ...parts]));
  const missing = new Map(
    found
      .flatMap(each => each.missing)
      .filter(({ tensor }) => !known.has(tensor))
      .map(one => [one.tensor, one]),
  );
  return { weights: [...weights.values()], missing: [...missing.values()] };
}

/**
 * The quantised weights of a file as tensors of real values, which are made as they are read. Only what
 * describes the codes is read: JSON of a few bytes a weight, where the convention keeps it in tensors.
 */
export async function readQuantised(file: TensorFile, signal?: AbortSignal): Promise<Quantised> {
  const { tensors, metadata } = file;
  const headers = tensors.map(({ name, dtype, shape }) => ({ name, dtype: dtype.name, shape }));
  const { weights, missing } = findQuantised(headers, metadata);
  const opened: QuantisedWeight[] = [];
  let unread = MAX_STATES_BYTES;
  const open = (found: FoundWeight) => {
    if (found.state !== undefined) unread -= tensors[found.state]!.byteLength;
    return openWeight(found, tensors, unread >= 0, signal);
  };
  for (let i = 0; i < weights.length; i += STATES_AT_ONCE)
    opened.push(...(await Promise.all(weights.slice(i, i + STATES_AT_ONCE).map(open))));
  return { weights: opened, missing };
}

async function openWeight(
  found: FoundWeight,
  tensors: readonly Tensor[],
  mayRead: boolean,
  signal?: AbortSignal,
): Promise<QuantisedWeight> {
  try {
    const { state } = found;
    if (state !== undefined && !mayRead)
      refuseCodes(tensors[state]!, t`What describes the codes of this file is over 1 MiB in all`);
    const read = state === undefined ? undefined : await readState(tensors[state]!, signal);
    return weightOf(found, tensors, read);
  } catch (error) {
    signal?.throwIfAborted();
    return withoutValues(found, tensors, error);
  }
}

/** A weight with its real values; nothing is read. @throws TensorFileError as `FoundWeight.real`. */
export function weightOf(
  found: FoundWeight,
  tensors: readonly Tensor[],
  state: unknown,
): QuantisedWeight {
  const values = found.real(tensors, state);
  const title = values.title ?? found.title;
  const storedBytes = tensors[found.weight]!.byteLength;
  const real = { ...realTensor(found.name, title, values), storedBytes };
  return { ...commonOf(found, tensors), title, real };
}

function commonOf({ weight, title, parts, note }: FoundWeight, tensors: readonly Tensor[]) {
  const names = parts.map(part => tensors[part]!.name);
  return { index: weight, title, parts: names, ...(note ? { note } : {}) };
}

/** One that is named only. @throws the error, where it is no refusal of the codes. */
function withoutValues(
  found: FoundWeight,
  tensors: readonly Tensor[],
  error: unknown,
): QuantisedWeight {
  if (!(error instanceof TensorFileError)) throw error;
  return { ...commonOf(found, tensors), real: null, reason: verbatim(error.message) };
}

async function readState(tensor: Tensor, signal?: AbortSignal): Promise<unknown> {
  const bytes = elementCount(tensor.shape) * (tensor.dtype.bits / 8);
  const state =
    bytes <= MAX_STATE_BYTES
      ? parsed(new TextDecoder().decode(await readFlat(tensor, 0, bytes, signal)))
      : undefined;
  return (
    state ??
    refuseCodes(tensor, t`"${tensor.name}" should be JSON that describes codes, and is none`)
  );
}

/** A file whose quantised weights are their real values, without what only explained their codes. */
export function withRealValues(file: TensorFile, { weights }: Quantised): TensorFile {
  const real = new Map(weights.flatMap(({ index, real }) => (real ? [[index, real]] : [])));
  const explained = new Set(weights.flatMap(weight => (weight.real ? weight.parts : [])));
  const tensors = file.tensors.flatMap((tensor, index) => {
    const made = real.get(index);
    return made ? [made] : explained.has(tensor.name) ? [] : [tensor];
  });
  return { ...file, tensors };
}
