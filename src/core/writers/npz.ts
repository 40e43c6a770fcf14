import { crc32 } from '../bytes/crc32';
import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import { streamBytes } from '../tensor/streams';
import type { TensorStream } from '../tensor/tensorStream';
import { npyHeader, refusesNumpy } from './npy';
import type { ByteSink, TensorWriter, WriteOptions } from './writer';
import { centralEntry, endRecords, localHeader, type ZipRecord } from './zipRecords';

const MAX_NAME_BYTES = 0xffff;

/** `.npz`: a zip of `.npy` members, stored as numpy.savez does or deflated as savez_compressed does. */
export const npzWriter: TensorWriter = {
  id: 'npz',
  format: 'npz',
  holds: 'many',
  endings: ['.npz'],
  keepsMetadata: false,
  refuses: ({ tensors }) =>
    tensors.map(refusesNumpy).find(reason => reason !== null) ?? refusesNames(tensors),
  write: async ({ tensors }, sink, options, signal) => {
    const members: ZipRecord[] = [];
    let byteOffset = 0;
    for (const tensor of tensors) {
      const member = await writeMember(tensor, byteOffset, sink, options, signal);
      byteOffset += localHeader(member).length + member.compressedLength;
      members.push(member);
    }
    const entries = members.map(centralEntry);
    for (const entry of entries) await sink.write(entry);
    const length = entries.reduce((sum, entry) => sum + entry.length, 0);
    await sink.write(endRecords(members.length, byteOffset, length));
  },
};

function memberName(tensor: TensorStream): string {
  return `${tensor.name}.npy`;
}

function refusesNames(tensors: readonly TensorStream[]): LocalText | null {
  const seen = new Set<string>();
  for (const tensor of tensors) {
    const name = memberName(tensor);
    if (seen.has(name))
      return t`.npz cannot hold two tensors named "${tensor.name}": rename one first`;
    seen.add(name);
    if (/\p{Surrogate}/u.test(name) || name.includes('\0'))
      return t`.npz cannot hold the tensor name ${JSON.stringify(tensor.name)}: rename it first`;
    if (new TextEncoder().encode(name).length > MAX_NAME_BYTES)
      return t`.npz cannot hold the name "${name.slice(0, 40)}...": it is too long; rename it first`;
  }
  return null;
}

/** Writes a member; its header is filled in once its checksum and sizes are known. */
async function writeMember(
  tensor: TensorStream,
  headerOffset: number,
  sink: ByteSink,
  options: WriteOptions,
  signal?: AbortSignal,
): Promise<ZipRecord> {
  const method = options.compress ? 'deflated' : 'stored';
  const seen = { crc: 0, length: 0 };
  const plain = memberBytes(tensor, seen, signal);
  const empty: ZipRecord = {
    name: memberName(tensor),
    method,
    crc: 0,
    byteLength: 0,
    compressedLength: 0,
    headerOffset,
  };
  await sink.write(localHeader(empty));
  let compressedLength = 0;
  for await (const bytes of method === 'deflated' ? deflated(plain, options) : plain) {
    await sink.write(bytes);
    compressedLength += bytes.length;
  }
  const expected = npyHeader(tensor).length + streamBytes(tensor);
  if (seen.length !== expected)
    throw new TensorFileError(
      t`"${tensor.name}" gave ${seen.length} bytes where its shape needs ${expected}: nothing was kept`,
      { tensor: tensor.name },
    );
  const member = { ...empty, crc: seen.crc, byteLength: seen.length, compressedLength };
  await sink.writeAt(headerOffset, localHeader(member));
  return member;
}

function deflated(plain: AsyncIterable<Uint8Array>, options: WriteOptions) {
  if (options.tools) return options.tools.deflate(plain);
  throw new TensorFileError(t('Members cannot be deflated here: write them stored'));
}

/** The member's plain bytes; `seen` gathers checksum and length on the way. */
async function* memberBytes(
  tensor: TensorStream,
  seen: { crc: number; length: number },
  signal?: AbortSignal,
) {
  const count = (bytes: Uint8Array) => {
    seen.crc = crc32(bytes, seen.crc);
    seen.length += bytes.length;
    return bytes;
  };
  yield count(npyHeader(tensor));
  for await (const bytes of tensor.chunks(signal)) {
    signal?.throwIfAborted();
    yield count(bytes);
  }
}
