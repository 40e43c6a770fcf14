/** What a user can set about the image alone. */
export interface ImageSettings {
  /** The one channel shown; null shows them as colours. */
  readonly channel: number | null;
  /** Blue for red. */
  readonly swapped: boolean;
}

/** All channels as colours. */
export const IMAGE_SETTINGS: ImageSettings = { channel: null, swapped: false };
