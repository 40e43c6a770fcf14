import { joinBytes } from '../../core/bytes/joinBytes';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ImageInput } from './decoder';

/** One image of a GIF, not yet inflated. */
export interface GifImage {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** RGB triples; null where neither the image nor the file gives a palette that is not plain gray. */
  readonly palette: Uint8Array | null;
  readonly interlaced: boolean;
  /** Palette index that is see-through; null when none is. */
  readonly transparent: number | null;
  readonly dispose: 'keep' | 'background' | 'previous';
  readonly minCodeBits: number;
  readonly data: Uint8Array;
}

/** A GIF's blocks, its pixels still packed. */
export interface GifFile {
  readonly width: number;
  readonly height: number;
  /** Palette index of the background. */
  readonly background: number;
  readonly images: readonly GifImage[];
  readonly comment: string;
}

/** Reads a GIF block by block up to its trailer or its end. @throws TensorFileError without any image. */
export function readGif(input: ImageInput): GifFile {
  const reader = new BlockReader(input.bytes);
  const screen = reader.take(13);
  if (screen.length < 13) throw cut(input);
  const view = new DataView(screen.buffer, screen.byteOffset, 13);
  const global = screen[10]! & 128 ? paletteOf(reader.take(3 << ((screen[10]! & 7) + 1))) : null;
  const file = {
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
    background: screen[10]! & 128 ? screen[11]! : 0,
    images: [] as GifImage[],
    comment: '',
  };
  let control: { transparent: number | null } = { transparent: null };
  let dispose: GifImage['dispose'] = 'keep';
  for (let kind = reader.byte(); kind !== undefined && kind !== TRAILER; kind = reader.byte()) {
    if (kind === EXTENSION) {
      const label = reader.byte();
      const block = reader.subBlocks();
      if (label === GRAPHIC_CONTROL && block.length >= 4) {
        control = { transparent: block[0]! & 1 ? block[3]! : null };
        dispose = DISPOSALS[(block[0]! >> 2) & 7] ?? dispose;
      } else if (label === COMMENT) file.comment += new TextDecoder().decode(block);
    } else if (kind === IMAGE) {
      const image = readImage(reader, global, control.transparent, dispose);
      if (image === null) break;
      file.images.push(image);
      control = { transparent: null };
    }
  }
  if (file.images.length === 0) throw cut(input);
  return file;
}

const TRAILER = 0x3b;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const GRAPHIC_CONTROL = 0xf9;
const COMMENT = 0xfe;
/** GIF89a section 23: 0 is "not specified", for which the last one that was given holds. */
const DISPOSALS: readonly (GifImage['dispose'] | undefined)[] = [
  undefined,
  'keep',
  'background',
  'previous',
  'previous',
  'previous',
  'previous',
  'previous',
];

function readImage(
  reader: BlockReader,
  global: Uint8Array | null,
  transparent: number | null,
  dispose: GifImage['dispose'],
): GifImage | null {
  const header = reader.take(9);
  if (header.length < 9) return null;
  const view = new DataView(header.buffer, header.byteOffset, 9);
  const flags = header[8]!;
  const palette = flags & 128 ? paletteOf(reader.take(3 << ((flags & 7) + 1))) : global;
  const minCodeBits = reader.byte();
  if (minCodeBits === undefined) return null;
  return {
    x: view.getUint16(0, true),
    y: view.getUint16(2, true),
    width: view.getUint16(4, true),
    height: view.getUint16(6, true),
    palette,
    interlaced: (flags & 64) !== 0,
    transparent,
    dispose,
    minCodeBits,
    data: reader.subBlocks(),
  };
}

/** A palette that only says "index i is gray i" counts as none: Pillow opens such pictures as gray. */
function paletteOf(rgb: Uint8Array): Uint8Array | null {
  return rgb.some((value, i) => value !== Math.floor(i / 3)) ? rgb : null;
}

class BlockReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number | undefined {
    return this.#bytes[this.#at++];
  }

  /** Up to `length` bytes; fewer at the end of the file. */
  take(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** The sub-blocks up to the empty one, joined. */
  subBlocks(): Uint8Array {
    const pieces: Uint8Array[] = [];
    for (let length = this.byte(); length !== undefined && length > 0; length = this.byte())
      pieces.push(this.take(length));
    return joinBytes(pieces);
  }
}

function cut(input: ImageInput): TensorFileError {
  return new TensorFileError(
    t`"${input.name}" is a GIF without a picture: it ends at byte ${input.bytes.length}.`,
    { byteOffset: input.bytes.length },
  );
}
