/** The endings that the extension knows, by how it offers itself for them. */
export const FILE_TYPES = {
  /** Opened by us unless the user says otherwise. */
  owned: ['safetensors', 'sft', 'latent', 'npy', 'npz', 'pt', 'pth', 'ckpt'],
  /** Opened by others first: "Reopen Editor With" and the Explorer's menu lead to us. */
  shared: ['bin'],
  images: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'tif', 'tiff', 'avif'],
} as const;

export const INDEX_ENDING = 'safetensors.index.json';

export const VIEW_TYPES = {
  tensors: 'tensorLoupe.tensors',
  shared: 'tensorLoupe.sharedFiles',
} as const;

/** Every tensor file that a background scan lints; images are pictures first and are left alone. */
export const SCAN_GLOB = `**/*.{${FILE_TYPES.owned.join(',')},${INDEX_ENDING}}`;

/** The custom editor that opens a file name. */
export function viewTypeOf(fileName: string): string {
  const ending = fileName.toLowerCase().split('.').at(-1) ?? '';
  return (FILE_TYPES.owned as readonly string[]).includes(ending)
    ? VIEW_TYPES.tensors
    : VIEW_TYPES.shared;
}
