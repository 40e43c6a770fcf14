import type { ByteSource } from '../../src/core/bytes/byteSource';
import { memorySource } from '../../src/core/bytes/memorySource';
import { TensorFileError } from '../../src/core/errors';
import type { OpenContext } from '../../src/core/formats/format';
import { verbatim } from '../../src/core/l10n';
import { memoryContext } from '../support/openCase';
import type { Random } from './random';

/** What happens to a file at one of its reads; each read after it meets the same. */
const FAULTS: readonly ((bytes: Uint8Array, random: Random) => ByteSource)[] = [
  // As the source of a file says it when the disk fails or the file was cut.
  function unreadable(bytes) {
    const refuse = async () => {
      throw new TensorFileError(verbatim('EIO: i/o error, read'));
    };
    return { ...memorySource(bytes), read: refuse };
  },
  function cut(bytes, random) {
    const end = random.below(bytes.length + 1);
    const whole = memorySource(bytes);
    const read: ByteSource['read'] = async (offset, length, signal) => {
      if (offset + length > end) throw new TensorFileError(verbatim('cut while open'));
      return whole.read(offset, length, signal);
    };
    return { ...whole, read };
  },
  function replacedByNoise(bytes, random) {
    return memorySource(Uint8Array.from(bytes, () => random.below(256)));
  },
  function replacedByZeros(bytes) {
    return memorySource(new Uint8Array(bytes.length));
  },
  function shifted(bytes, random) {
    const by = 1 + random.below(64);
    return memorySource(Uint8Array.from(bytes, (_, i) => bytes[(i + by) % bytes.length]!));
  },
];

/** Opens like a sound file, until some read. */
export function faultyContext(bytes: Uint8Array, name: string, random: Random): OpenContext {
  const context = memoryContext(bytes, name);
  const sound = context.source;
  const broken = random.pick(FAULTS)(bytes, random);
  let soundReads = random.below(12);
  const read: ByteSource['read'] = (offset, length, signal) =>
    (soundReads-- > 0 ? sound : broken).read(offset, length, signal);
  return { ...context, source: { size: sound.size, read, close: () => sound.close() } };
}
