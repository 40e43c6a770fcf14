/** Pillow refuses more pixels than this as a decompression bomb (twice its MAX_IMAGE_PIXELS), and so do we. */
export const MAX_FRAME_PIXELS = 178_956_970;

/** All frames of a file together, so that an animation cannot claim what one frame may not. */
export const MAX_TOTAL_PIXELS = MAX_FRAME_PIXELS;

/** Pages or frames of one file; more is a hostile file, not an animation anyone looks at. */
export const MAX_FRAMES = 10_000;

/** Compressed bytes read into memory at once. */
export const MAX_FILE_BYTES = 1 << 30;

/** All text of a picture after inflation; a ComfyUI workflow rarely passes 1 MiB. */
export const MAX_TEXT_BYTES = 16 << 20;

/** Chunks of one PNG: an animation of 10,000 frames has some 20,000, 1 GiB in pieces of 8 KiB has 131,072. */
export const MAX_CHUNKS = 200_000;

/**
 * The most pixels that one byte can stand for: deflate gives at most 1032 bytes of eight 1-bit pixels, an
 * LZW code of 12 bits at most 4096 pixels, a run of BMP 255 in two bytes. Only where the coding has such a
 * bound.
 */
export const MAX_PIXELS_PER_BYTE: Readonly<Record<string, number>> = {
  png: 8256,
  gif: 2731,
  bmp: 128,
  netpbm: 8,
};

/** More pixels than this, or than so many for each byte, are decoded when someone looks at them. */
export const MAX_EAGER_PIXELS = 64 << 20;
export const MAX_EAGER_PIXELS_PER_BYTE = 32;

/**
 * Memory that decoding a picture may take whose bytes are so few that they say nothing for its pixels; one
 * that brings a byte for every 32 of them may take what it needs.
 */
export const MAX_EXPANDED_BYTES = 500_000_000;

/** A picture of this size is harmless whatever it claims. */
export const CHEAP_PIXELS = 16 << 20;
