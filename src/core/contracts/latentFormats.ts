/** A ComfyUI latent format by its class name, such as `SD15`. */
export type LatentFormatName = string;
