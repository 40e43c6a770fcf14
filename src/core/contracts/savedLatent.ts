/** The marker that SaveLatent writes beside the latent: no latent itself. */
export const LATENT_MARKER = 'latent_format_version_0';

/** The name under which SaveLatent stores `samples`. */
export const LATENT_TENSOR = 'latent_tensor';

/** The factor of SD 1.x latents, which files without the marker were saved with. Source: LoadLatent in nodes.py. */
export const OLD_SCALE = 0.18215;

/** Whether a file is one that SaveLatent writes, by its ending. */
export function isLatentFile(fileName: string): boolean {
  return fileName.toLowerCase().endsWith('.latent');
}

/** Whether a file holds the marker among its tensors. */
export function isMarkedLatent(names: readonly string[]): boolean {
  return names.includes(LATENT_MARKER);
}

/** What LoadLatent multiplies the values of such a file by: only a `.latent` without the marker is old. */
export function storedScale(fileName: string, names: readonly string[]): number {
  return isLatentFile(fileName) && !isMarkedLatent(names) ? 1 / OLD_SCALE : 1;
}
