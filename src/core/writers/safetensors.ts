import { type LocalText, t } from '../l10n';
import type { DTypeName } from '../tensor/dtypes';
import { elementCount } from '../tensor/slice';
import { streamBytes } from '../tensor/streams';
import type { TensorStream } from '../tensor/tensorStream';
import type { FileContent, TensorWriter } from './writer';
import { writeTensor } from './writeTensor';

/**
 * The dtypes of safetensors, in the order of its own list; its writer puts the later ones first, so that
 * wide elements stay aligned. Source: the Dtype enum of safetensors 0.8.
 */
const DTYPE_ORDER: readonly DTypeName[] = [
  'BOOL',
  'F4',
  'F6_E2M3',
  'F6_E3M2',
  'U8',
  'I8',
  'F8_E5M2',
  'F8_E4M3',
  'F8_E8M0',
  'F8_E4M3FNUZ',
  'F8_E5M2FNUZ',
  'I16',
  'U16',
  'F16',
  'BF16',
  'I32',
  'U32',
  'F32',
  'C64',
  'F64',
  'I64',
  'U64',
];

const MAX_HEADER_BYTES = 100_000_000;

/** `.safetensors`: header padded to 8 bytes, tensors in the reference writer's order. */
export const safetensorsWriter: TensorWriter = {
  id: 'safetensors',
  format: 'safetensors',
  holds: 'many',
  endings: ['.safetensors', '.sft'],
  keepsMetadata: true,
  refuses: content =>
    content.tensors.map(refusesTensor).find(reason => reason !== null) ??
    refusesNames(content.tensors) ??
    refusesHeader(content),
  write: async (content, sink, _options, signal) => {
    const header = encodeHeader(content);
    await sink.write(header);
    let byteOffset = header.length;
    for (const tensor of inFileOrder(content.tensors)) {
      await writeTensor(tensor, byteOffset, sink, signal);
      byteOffset += streamBytes(tensor);
    }
  },
};

function order(tensor: TensorStream): number {
  return DTYPE_ORDER.indexOf(tensor.dtype.name as DTypeName);
}

/** By dtype, widest first, then by name in the order of its UTF-8 bytes. */
export function inFileOrder(tensors: readonly TensorStream[]): TensorStream[] {
  return [...tensors].sort((a, b) => order(b) - order(a) || compareUtf8(a.name, b.name));
}

/** UTF-8 sorts by code point; JavaScript's own comparison goes by UTF-16 units. */
function compareUtf8(a: string, b: string): number {
  const left = new TextEncoder().encode(a);
  const right = new TextEncoder().encode(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i]! - right[i]!;
  }
  return left.length - right.length;
}

function encodeHeader(content: FileContent): Uint8Array {
  const entries: string[] = [];
  if (content.metadata.size > 0) {
    const pairs = [...content.metadata].map(
      ([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`,
    );
    entries.push(`"__metadata__":{${pairs.join(',')}}`);
  }
  let begin = 0;
  for (const tensor of inFileOrder(content.tensors)) {
    const end = begin + streamBytes(tensor);
    entries.push(
      `${JSON.stringify(tensor.name)}:{"dtype":"${tensor.dtype.name}","shape":[${tensor.shape.join(',')}],"data_offsets":[${begin},${end}]}`,
    );
    begin = end;
  }
  const text = new TextEncoder().encode(`{${entries.join(',')}}`);
  const length = Math.ceil(text.length / 8) * 8;
  const header = new Uint8Array(8 + length).fill(0x20, 8);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  return header;
}

function refusesTensor(tensor: TensorStream): LocalText | null {
  const { dtype } = tensor;
  if (order(tensor) < 0)
    return t`safetensors cannot hold "${tensor.name}": its dtype ${dtype.name} is not one of safetensors'; save it as .npy or .npz`;
  if ((elementCount(tensor.shape) * dtype.bits) % 8 !== 0)
    return t`safetensors cannot hold "${tensor.name}": an odd number of ${dtype.name} elements ends inside a byte; convert it to F32 first`;
  return null;
}

function refusesNames(tensors: readonly TensorStream[]): LocalText | null {
  const seen = new Set<string>();
  for (const { name } of tensors) {
    if (name === '__metadata__')
      return t('safetensors cannot hold a tensor named "__metadata__": rename it first');
    if (/\p{Surrogate}/u.test(name))
      return t`safetensors cannot hold the tensor name ${JSON.stringify(name)}: it is no valid Unicode text; rename it first`;
    if (seen.has(name))
      return t`safetensors cannot hold two tensors named "${name}": rename one first`;
    seen.add(name);
  }
  return null;
}

function refusesHeader(content: FileContent): LocalText | null {
  const length = encodeHeader(content).length;
  return length > MAX_HEADER_BYTES
    ? t`The header would take ${length} bytes: readers of safetensors refuse more than ${MAX_HEADER_BYTES}; save fewer tensors, or shorter metadata`
    : null;
}
