import { type LocalText, t } from '../l10n';
import type { TensorStream } from '../tensor/tensorStream';
import type { TensorWriter } from './writer';
import { writeTensor } from './writeTensor';

/** NumPy's descriptors of the dtypes that NumPy has. */
const DESCRIPTORS: Readonly<Record<string, string>> = {
  BOOL: '|b1',
  U8: '|u1',
  I8: '|i1',
  U16: '<u2',
  I16: '<i2',
  U32: '<u4',
  I32: '<i4',
  U64: '<u8',
  I64: '<i8',
  F16: '<f2',
  F32: '<f4',
  F64: '<f8',
  C64: '<c8',
  C128: '<c16',
};

/** numpy's own names for types that pass through: bytes, text, dates, as a `.npy` gave them. */
const OWN_DESCRIPTOR = /^[<>|=]?([SUVMm]\d*(\[[^\]]*\])?|f16|c32)$/;

/**
 * NumPy's descriptor of a tensor as a Python literal, bytes in little-endian order; null where NumPy has
 * no such type. A record keeps the list of fields that its file gave, byte orders included.
 */
function descriptorOf(tensor: TensorStream): string | null {
  const { name } = tensor.dtype;
  if (Object.hasOwn(DESCRIPTORS, name)) return `'${DESCRIPTORS[name]!}'`;
  if (name.startsWith('[(')) return name;
  if (!OWN_DESCRIPTOR.test(name)) return null;
  const code = name.replace(/^[<>=|]/, '');
  return `'${/^[SV]/.test(code) ? '|' : '<'}${code}'`;
}

/** Why NumPy cannot hold a tensor, and what would work; null when it can. */
export function refusesNumpy(tensor: TensorStream): LocalText | null {
  if (descriptorOf(tensor) !== null) return null;
  const { name } = tensor.dtype;
  return tensor.dtype.decodable
    ? t`NumPy has no ${name}, the dtype of "${tensor.name}": save it as .safetensors, or convert it to F32 first`
    : t`NumPy has no ${name}, the dtype of "${tensor.name}": save it as .safetensors`;
}

/** Length of what stands before the header text: version 2.0 has room for longer text, 3.0 for any script. */
const PREAMBLE_BYTES = { 1: 10, 2: 12, 3: 12 } as const;
/** Data starts at a multiple of this, so that memory maps are aligned. */
const ALIGNMENT = 64;
/** Digits that NumPy leaves room for, so that the first axis can grow in place. */
const GROWTH_DIGITS = 21;
const VERSION_1_LIMIT = 2 ** 16;

/** The header of a `.npy` as numpy.save writes it, byte for byte: C order. */
export function npyHeader(tensor: TensorStream): Uint8Array<ArrayBuffer> {
  const sizes = tensor.shape.map(size => String(size));
  const shape = sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
  const room = ' '.repeat(Math.max(0, GROWTH_DIGITS - (sizes[0]?.length ?? GROWTH_DIGITS)));
  const dict = `{'descr': ${descriptorOf(tensor)}, 'fortran_order': False, 'shape': ${shape}, }${room}`;
  const text = new TextEncoder().encode(dict);
  const version = text.length > dict.length ? 3 : fitsVersion1(text) ? 1 : 2;
  const header = new Uint8Array(paddedLength(text, version)).fill(0x20);
  header.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  const view = new DataView(header.buffer);
  const preamble = PREAMBLE_BYTES[version];
  if (version === 1) view.setUint16(8, header.length - preamble, true);
  else view.setUint32(8, header.length - preamble, true);
  header.set(text, preamble);
  header[header.length - 1] = 0x0a;
  return header;
}

function fitsVersion1(text: Uint8Array): boolean {
  return paddedLength(text, 1) - PREAMBLE_BYTES[1] < VERSION_1_LIMIT;
}

function paddedLength(text: Uint8Array, version: 1 | 2 | 3): number {
  return Math.ceil((PREAMBLE_BYTES[version] + text.length + 1) / ALIGNMENT) * ALIGNMENT;
}

/** `.npy`: one tensor, no metadata. */
export const npyWriter: TensorWriter = {
  id: 'npy',
  format: 'npy',
  holds: 'one',
  endings: ['.npy'],
  keepsMetadata: false,
  refuses: ({ tensors }) => {
    if (tensors.length === 1) return refusesNumpy(tensors[0]!);
    const names = tensors.map(tensor => `"${tensor.name}"`).slice(0, 8);
    return tensors.length === 0
      ? t('There is no tensor to write')
      : t`.npy holds one tensor, not ${tensors.length} (${names.join(', ')}): choose one, or save as .npz or .safetensors`;
  },
  write: async ({ tensors }, sink, _options, signal) => {
    const header = npyHeader(tensors[0]!);
    await sink.write(header);
    await writeTensor(tensors[0]!, header.length, sink, signal);
  },
};
