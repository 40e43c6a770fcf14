/** File name endings by how sure they make us, without the dot. */
export const ENDINGS = {
  /** Nobody else's: ours to open, and to lint wherever they lie. */
  owned: ['safetensors', 'sft', 'latent', 'npy', 'npz', 'pt', 'pth', 'ckpt'],
  /** Other programs use these too: opened when asked. */
  shared: ['bin'],
  images: [
    ...['png', 'apng', 'jpg', 'jpeg', 'jpe', 'jfif', 'webp', 'gif', 'tif', 'tiff', 'avif'],
    ...['bmp', 'pbm', 'pgm', 'ppm'],
  ],
} as const;

export const INDEX_ENDING = 'safetensors.index.json';

/** Whether a folder's lint reads a file of this name: images are pictures first, `.bin` may be anything. */
export function isLintedInFolders(name: string): boolean {
  const lower = name.toLowerCase();
  return [...ENDINGS.owned, INDEX_ENDING].some(ending => lower.endsWith(`.${ending}`));
}
