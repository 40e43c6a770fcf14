/** What a user can set about a LATENT alone. */
export interface LatentSettings {
  readonly mode: 'grid' | 'channel' | 'rgb';
  /** The channel shown large. */
  readonly channel: number;
  /** The latent format of the Latent2RGB picture; null takes the first candidate. */
  readonly format: string | null;
  /** Whether all channels of the grid have one range. */
  readonly shared: boolean;
}

/** All channels side by side, each in its own range. */
export const LATENT_SETTINGS: LatentSettings = {
  mode: 'grid',
  channel: 0,
  format: null,
  shared: false,
};
