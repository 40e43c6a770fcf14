// Writers for the sample files, apart from the extension's own, so that neither proves the other.
import { deflateRawSync } from 'node:zlib';

const SAFETENSORS_DTYPES = {
  F32: array => Float32Array.from(array),
  F16: array => Uint16Array.from(array, toHalf),
  I64: array => BigInt64Array.from(array, BigInt),
};
const ALIGNMENT_BYTES = 8;

/** The bits of the binary16 number nearest to a value. */
function toHalf(value) {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0];
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent >= 31) return sign | 0x7c00 | (Number.isNaN(value) ? 0x200 : 0);
  const rounded = ((bits & 0x7fffff) + 0xfff + ((bits >>> 13) & 1)) >>> 13;
  return exponent <= 0 ? sign : sign + (exponent << 10) + rounded;
}

const bytesOf = array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/**
 * A safetensors file.
 * @param {Record<string, { shape: number[], values: ArrayLike<number>, dtype?: string }>} tensors
 * @param {Record<string, string>} [metadata]
 */
export function encodeSafetensors(tensors, metadata) {
  const header = metadata ? { __metadata__: metadata } : {};
  const parts = [];
  let offset = 0;
  for (const [name, { shape, values, dtype = 'F32' }] of Object.entries(tensors)) {
    const data = bytesOf(SAFETENSORS_DTYPES[dtype](values));
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.length] };
    offset += data.length;
    parts.push(data);
  }
  let json = JSON.stringify(header);
  json += ' '.repeat(-Buffer.byteLength(json) & (ALIGNMENT_BYTES - 1));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(json)));
  return Buffer.concat([length, Buffer.from(json), ...parts]);
}

/** A version 1.0 `.npy` of little-endian float32 in C order. */
export function encodeNpy({ shape, values }) {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`;
  const header = `${dictionary.padEnd(Math.ceil((dictionary.length + 11) / 64) * 64 - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  const data = bytesOf(Float32Array.from(values));
  return Buffer.concat([magic, length, Buffer.from(header, 'latin1'), data]);
}

/** CRC-32 as zip wants it; Node's own is younger than the oldest Node that we support. */
function crc32(data) {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

/** The fields that a zip member's local header and its directory entry share. */
function zipFields(data, packed, name) {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(data.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function signature(number, afterwards = 0) {
  const bytes = Buffer.alloc(4 + afterwards);
  bytes.writeUInt32LE(number);
  return bytes;
}

/** A deflated `.npz`, as `numpy.savez_compressed` writes one. */
export function encodeNpz(arrays) {
  const members = [];
  const directory = [];
  let offset = 0;
  for (const [key, array] of Object.entries(arrays)) {
    const name = Buffer.from(`${key}.npy`);
    const data = encodeNpy(array);
    const packed = deflateRawSync(data);
    const fields = zipFields(data, packed, name);
    const member = Buffer.concat([signature(0x04034b50), fields, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const version = Buffer.from([20, 0]);
    directory.push(Buffer.concat([signature(0x02014b50), version, fields, rest, name]));
    members.push(member);
    offset += member.length;
  }
  const entries = Buffer.concat(directory);
  const end = signature(0x06054b50, 18);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...members, entries, end]);
}
