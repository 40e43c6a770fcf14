import { isLatentFile, LATENT_MARKER } from '../../core/contracts/classify';
import type { Conversion, TensorStream } from '../../core/convert/conversion';
import type { FileContent, TensorWriter } from '../../core/writers/writer';
import { stemOf } from './naming';
import type { Result, ResultTensor } from './results';

/** The metadata key that says what was done to a file. */
export const RECORD_KEY = 'tensor_loupe';

interface Step {
  readonly recordedSource?: string | null;
  readonly conversion: Conversion;
  readonly options: Readonly<Record<string, string | number | boolean>>;
}

/** A result as a writer takes it: named, with metadata and the record of what was done. */
export function contentOf(result: Result, writer: TensorWriter, step: Step): FileContent {
  const { source } = result;
  return {
    tensors: carried(result, writer).map(tensor => namedStream(tensor, source.name)),
    metadata: writer.keepsMetadata ? withRecord(result, step) : new Map(),
    unmarkedLatent:
      isLatentFile(source.name) &&
      step.conversion.id !== 'rescaleOldLatent' &&
      !source.all.some(input => input.tensor.name === LATENT_MARKER),
  };
}

/** What the target has room for: one that takes a single tensor gets what was converted, not what is beside it. */
function carried(result: Result, writer: TensorWriter): readonly ResultTensor[] {
  const converted = result.tensors.filter(({ converted }) => converted);
  const single = writer.id === 'npy' || writer.id === 'latent';
  if (!single) return result.tensors;
  return converted.filter(({ stream }) => stream.name !== LATENT_MARKER);
}

/** A nameless tensor, as a `.npy` has it, is named by its file. */
function namedStream({ stream, kind }: ResultTensor, file: string): TensorStream {
  const name = stream.name === '' ? stemOf(file) : stream.name;
  return { ...stream, name, ...(kind ? { kind } : {}) };
}

/** The source's metadata, and one more entry in the list of what was done. */
function withRecord(result: Result, { conversion, options, recordedSource }: Step) {
  const { source, from } = result;
  const metadata = new Map(source.file.metadata);
  if (recordedSource === null) return metadata;
  const name = recordedSource ?? source.name;
  const step = { conversion: conversion.id, options, source: name, tensors: from };
  const record = JSON.stringify([...steps(metadata.get(RECORD_KEY)), step]);
  return metadata.set(RECORD_KEY, record);
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
