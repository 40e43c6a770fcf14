import { readU64 } from '../bytes/littleEndian';
import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { FileProblem, Tensor } from '../tensor/tensor';
import type { TensorFormat } from './format';
import {
  type HeaderEntry,
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  readHeader,
  type SafetensorsHeader,
} from './safetensorsHeader';
import { checkEntry, layoutProblems } from './safetensorsLayout';
import { SharedShapes } from './sharedShapes';

const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** safetensors files: `.safetensors`, ComfyUI's `.sft` and `.latent`. Spec: the format's README and tensor.rs. */
export const safetensors: TensorFormat = {
  id: 'safetensors',
  endings: ['.safetensors', '.sft', '.latent'],
  sniff: head => {
    if (head.length <= LENGTH_BYTES) return false;
    if (readU64(head, 0) > BigInt(MAX_HEADER_BYTES)) return false;
    const first = head.subarray(LENGTH_BYTES).find(byte => !SPACES.has(byte));
    return first === 0x7b;
  },
  open: async ({ source }, signal) => {
    const header = await readHeader(source, signal);
    for (const entry of header.entries) checkEntry(entry, header.dataOffset);
    refuseWithoutData(header, source.size);
    const shapes = new SharedShapes();
    const tensors = header.entries.map(
      ({ name, dtype, shape, begin, end }): Tensor => ({
        name,
        dtype,
        shape,
        strides: shapes.strides(shape),
        byteOffset: header.dataOffset + begin,
        byteOrder: 'little',
        byteLength: end - begin,
        source,
      }),
    );
    return {
      format: 'safetensors',
      byteLength: source.size,
      metadata: header.metadata,
      tensors,
      problems: [
        ...header.problems,
        ...layoutProblems(header, source.size),
        ...undefinedPackings(tensors),
      ],
      close: () => source.close(),
    };
  },
};

/** A file whose every tensor is cut or lies outside it shows nothing that could be trusted. */
function refuseWithoutData(header: SafetensorsHeader, fileBytes: number): void {
  const withData = header.entries.find(({ begin, end }) => end > begin);
  const isThere = ({ begin, end }: HeaderEntry) =>
    end > begin && header.dataOffset + end <= fileBytes;
  if (!withData || header.entries.some(isThere)) return;
  const { name, end } = withData;
  throw new TensorFileError(
    t`Tensor "${name}" should end at byte ${header.dataOffset + end}, the file ends at byte ${fileBytes}: no tensor is whole, download or save the file again`,
    { tensor: name, byteOffset: fileBytes },
  );
}

function undefinedPackings(tensors: readonly Tensor[]): FileProblem[] {
  return tensors
    .filter(tensor => !tensor.dtype.decodable)
    .map(tensor => ({
      rule: 'file/unknown-dtype' as const,
      tensor: tensor.name,
      byteOffset: tensor.byteOffset,
      message: t`Tensor "${tensor.name}" is ${tensor.dtype.name}, whose packing no specification defines: it is listed, its values are not shown`,
    }));
}
