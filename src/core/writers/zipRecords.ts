/** A member of an archive, as its records describe it. */
export interface ZipRecord {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  readonly crc: number;
  readonly byteLength: number;
  readonly compressedLength: number;
  readonly headerOffset: number;
}

const METHODS = { stored: 0, deflated: 8 } as const;
/** Version 4.5: the extra field with 64-bit sizes. */
const VERSION_ZIP64 = 45;
const UNIX = 3;
/** 1980-01-01, the day that NumPy gives its members: the same content gives the same bytes. */
const DOS_DATE = 0x21;
const UTF8_NAMES = 0x800;
/** Owner may read and write, as NumPy's members have it. */
const UNIX_MODE = 0o600;
const UINT32_MAX = 0xffffffff;
/** Python's zipfile goes over to 64-bit fields past this. */
const ZIP64_FROM = 0x7fffffff;

interface Field {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly value: number;
}

const u8 = (value: number): Field => ({ bytes: 1, value });
const u16 = (value: number): Field => ({ bytes: 2, value });
const u32 = (value: number): Field => ({ bytes: 4, value });
const u64 = (value: number): Field => ({ bytes: 8, value });

function encode(
  fields: readonly Field[],
  ...tails: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const head = fields.reduce((sum, field) => sum + field.bytes, 0);
  const result = new Uint8Array(tails.reduce((sum, tail) => sum + tail.length, head));
  const view = new DataView(result.buffer);
  let at = 0;
  for (const { bytes, value } of fields) {
    if (bytes === 8) view.setBigUint64(at, BigInt(value), true);
    else for (let i = 0; i < bytes; i++) view.setUint8(at + i, Math.floor(value / 256 ** i) % 256);
    at += bytes;
  }
  for (const tail of tails) {
    result.set(tail, at);
    at += tail.length;
  }
  return result;
}

function nameFlags(name: string): number {
  return new TextEncoder().encode(name).length === name.length ? 0 : UTF8_NAMES;
}

/** A local header with 64-bit sizes, as NumPy writes every member; its length hangs on the name alone. */
export function localHeader(member: ZipRecord): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(member.name);
  return encode(
    [
      u32(0x04034b50),
      u16(VERSION_ZIP64),
      u16(nameFlags(member.name)),
      u16(METHODS[member.method]),
      u16(0),
      u16(DOS_DATE),
      u32(member.crc),
      u32(UINT32_MAX),
      u32(UINT32_MAX),
      u16(name.length),
      u16(20),
    ],
    name,
    encode([u16(1), u16(16), u64(member.byteLength), u64(member.compressedLength)]),
  );
}

/** A member's entry in the central directory. */
export function centralEntry(member: ZipRecord): Uint8Array<ArrayBuffer> {
  const name = new TextEncoder().encode(member.name);
  const sizesLarge = member.byteLength > ZIP64_FROM || member.compressedLength > ZIP64_FROM;
  const offsetLarge = member.headerOffset > ZIP64_FROM;
  const wide = [
    ...(sizesLarge ? [u64(member.byteLength), u64(member.compressedLength)] : []),
    ...(offsetLarge ? [u64(member.headerOffset)] : []),
  ];
  const extra =
    wide.length > 0 ? encode([u16(1), u16(wide.length * 8), ...wide]) : new Uint8Array(0);
  return encode(
    [
      u32(0x02014b50),
      u8(VERSION_ZIP64),
      u8(UNIX),
      u16(VERSION_ZIP64),
      u16(nameFlags(member.name)),
      u16(METHODS[member.method]),
      u16(0),
      u16(DOS_DATE),
      u32(member.crc),
      u32(sizesLarge ? UINT32_MAX : member.compressedLength),
      u32(sizesLarge ? UINT32_MAX : member.byteLength),
      u16(name.length),
      u16(extra.length),
      u16(0),
      u16(0),
      u16(0),
      u32(UNIX_MODE * 2 ** 16),
      u32(offsetLarge ? UINT32_MAX : member.headerOffset),
    ],
    name,
    extra,
  );
}

/** The end of an archive, with its 64-bit forms where the plain one is too small. */
export function endRecords(count: number, byteOffset: number, byteLength: number): Uint8Array {
  const large = count > 0xffff || byteOffset > ZIP64_FROM || byteLength > ZIP64_FROM;
  const end = [
    u32(0x06054b50),
    u16(0),
    u16(0),
    u16(Math.min(count, 0xffff)),
    u16(Math.min(count, 0xffff)),
    u32(Math.min(byteLength, UINT32_MAX)),
    u32(large ? Math.min(byteOffset, UINT32_MAX) : byteOffset),
    u16(0),
  ];
  if (!large) return encode(end);
  return encode([
    u32(0x06064b50),
    u64(44),
    u16(VERSION_ZIP64),
    u16(VERSION_ZIP64),
    u32(0),
    u32(0),
    u64(count),
    u64(count),
    u64(byteLength),
    u64(byteOffset),
    u32(0x07064b50),
    u32(0),
    u64(byteOffset + byteLength),
    u32(1),
    ...end,
  ]);
}
