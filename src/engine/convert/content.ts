import { isLatentFile, LATENT_MARKER } from '../../core/contracts/savedLatent';
import { viewStream } from '../../core/tensor/streams';
import type { TensorStream } from '../../core/tensor/tensorStream';
import type { FileContent, TensorWriter } from '../../core/writers/writer';
import { stemOf } from './naming';
import type { Result, ResultTensor } from './results';

/** The metadata key that says what was done to a file. */
export const RECORD_KEY = 'tensor_loupe';

/** One entry of the record. */
export interface Step {
  readonly conversion: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** The name of the file that was converted. */
  readonly source: string;
  readonly tensors: readonly string[];
}

/** A result as a writer takes it, with the metadata that the file should have, and the names that it leaves out. */
export interface ResultContent {
  readonly content: FileContent;
  readonly left: readonly string[];
}

export function contentOf(
  result: Pick<Result, 'source' | 'tensors'>,
  writer: TensorWriter,
  metadata: ReadonlyMap<string, string>,
): ResultContent {
  const { name } = result.source.opened;
  const tensors: TensorStream[] = [];
  const left: string[] = [];
  for (const one of result.tensors) {
    const stream = namedStream(one, name);
    if (one.isConverted || hasRoom(stream, writer)) tensors.push(stream);
    else if (stream.name !== LATENT_MARKER) left.push(stream.name);
  }
  const content = {
    tensors,
    metadata: writer.keepsMetadata ? metadata : new Map(),
    unmarkedLatent: isLatentFile(name) && !isMarked(result),
  };
  return { content, left };
}

/** A target that takes a single tensor gets what was converted; no target is refused for what is beside that. */
function hasRoom(stream: TensorStream, writer: TensorWriter): boolean {
  return (
    writer.holds === 'many' && writer.refuses({ tensors: [stream], metadata: new Map() }) === null
  );
}

function isMarked({ source, tensors }: Pick<Result, 'source' | 'tensors'>): boolean {
  return [...tensors, ...source.all].some(({ tensor }) => tensor.name === LATENT_MARKER);
}

/** A nameless tensor, as a `.npy` has it, is named by its file. */
function namedStream({ tensor, kind }: ResultTensor, file: string): TensorStream {
  const name = tensor.name === '' ? stemOf(file) : tensor.name;
  return { ...viewStream({ ...tensor, name }), ...(kind ? { kind } : {}) };
}

/** Metadata with one more entry in the list of what was done. */
export function recorded(metadata: ReadonlyMap<string, string>, step: Step): Map<string, string> {
  const record = JSON.stringify([...steps(metadata.get(RECORD_KEY)), step]);
  return new Map(metadata).set(RECORD_KEY, record);
}

function steps(text: string | undefined): unknown[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [text];
  }
}
