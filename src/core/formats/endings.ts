/** File name endings by how sure they make us, without the dot. */
export const ENDINGS = {
  /** Nobody else's: ours to open, and to lint wherever they lie. */
  owned: ['safetensors', 'sft', 'latent', 'npy', 'npz', 'pt', 'pth', 'ckpt', 'gguf'],
  /** Other programs use these too: opened when asked. */
  shared: ['bin', 'pkl', 'pickle', 'joblib'],
  images: [
    ...['png', 'apng', 'jpg', 'jpeg', 'jpe', 'jfif', 'webp', 'gif', 'tif', 'tiff', 'avif'],
    ...['bmp', 'pbm', 'pgm', 'ppm'],
  ],
} as const;

export const INDEX_ENDING = 'safetensors.index.json';

/** Whether a folder's lint reads a file of this name: images are pictures first, `.bin` may be anything. */
export function isLintedInFolders(name: string): boolean {
  return hasEnding(name, [...ENDINGS.owned, INDEX_ENDING]);
}

/** Whether a file of this name is ours to show, or a picture: what one walks through in a folder. */
export function isShownInFolders(name: string): boolean {
  return isLintedInFolders(name) || isPictureName(name);
}

/** Whether a file of this name is a picture, which is decoded by native code. */
export function isPictureName(name: string): boolean {
  return hasEnding(name, ENDINGS.images);
}

/** Whether other programs use the name's ending too: what cannot be read there is no tensor file, but may be a pickle. */
export function isSharedEnding(name: string): boolean {
  return hasEnding(name, ENDINGS.shared);
}

function hasEnding(name: string, endings: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return endings.some(ending => lower.endsWith(`.${ending}`));
}
