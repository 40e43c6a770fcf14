import { readU64 } from '../bytes/littleEndian';
import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { FileProblem, Tensor } from '../tensor/tensor';
import type { TensorFormat } from './format';
import { LENGTH_BYTES, MAX_HEADER_BYTES, readHeader } from './safetensorsHeader';
import { checkTensors, endOf, layoutProblems } from './safetensorsLayout';

const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** safetensors files: `.safetensors`, ComfyUI's `.sft` and `.latent`. Spec: the format's README and tensor.rs. */
export const safetensors: TensorFormat = {
  id: 'safetensors',
  endings: { owned: ['.safetensors', '.sft', '.latent'] },
  sniff: head => {
    if (head.length <= LENGTH_BYTES) return false;
    if (readU64(head, 0) > BigInt(MAX_HEADER_BYTES)) return false;
    const first = head.subarray(LENGTH_BYTES).find(byte => !SPACES.has(byte));
    return first === 0x7b;
  },
  open: async ({ source }, signal) => {
    const header = await readHeader(source, signal);
    const { tensors } = header;
    checkTensors(header);
    refuseWithoutData(tensors, source.size);
    return {
      format: 'safetensors',
      byteLength: source.size,
      metadata: header.metadata,
      tensors,
      isFlat: true,
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
function refuseWithoutData(tensors: readonly Tensor[], fileBytes: number): void {
  const withData = tensors.find(({ byteLength }) => byteLength > 0);
  const isThere = (tensor: Tensor) => tensor.byteLength > 0 && endOf(tensor) <= fileBytes;
  if (!withData || tensors.some(isThere)) return;
  throw new TensorFileError(
    t`Tensor "${withData.name}" should end at byte ${endOf(withData)}, the file ends at byte ${fileBytes}: no tensor is whole, download or save the file again`,
    { tensor: withData.name, byteOffset: fileBytes },
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
