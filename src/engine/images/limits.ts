/** Pillow refuses more pixels than this as a decompression bomb (twice its MAX_IMAGE_PIXELS), and so do we. */
export const MAX_FRAME_PIXELS = 178_956_970;

/** All frames of a file together, so that an animation cannot claim what one frame may not. */
export const MAX_TOTAL_PIXELS = MAX_FRAME_PIXELS;

/** Pages or frames of one file; more is a hostile file, not an animation anyone looks at. */
export const MAX_FRAMES = 10_000;

/** Compressed bytes read into memory at once. */
export const MAX_FILE_BYTES = 1 << 30;

/** Text of one chunk after inflation; a ComfyUI workflow rarely passes 1 MiB. */
export const MAX_TEXT_BYTES = 16 << 20;
