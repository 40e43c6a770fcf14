import { imageContract } from '../contracts/image';
import { latentContract } from '../contracts/latent';
import type { ConversionInput } from './conversion';

/** A mask takes its size from the one IMAGE of its file; without one there is nothing to go by. */
export function sizeOfImage(input: ConversionInput, all: readonly ConversionInput[]) {
  // A noise mask may have any number of pixels: the sampler resizes it.
  const image = input.role === 'noise_mask' ? undefined : onlyImage(all);
  if (!image) return null;
  const [, height, width] = image.tensor.shape;
  return { width: String(width), height: String(height) };
}

/** A mask takes its count from the one IMAGE of its file, a noise mask from its samples. */
export function countOfPartner(input: ConversionInput, all: readonly ConversionInput[]) {
  const partner = input.role === 'noise_mask' ? onlySamples(all) : onlyImage(all);
  return partner ? { count: String(partner.tensor.shape[0]) } : null;
}

function onlyImage(all: readonly ConversionInput[]): ConversionInput | undefined {
  const images = all.filter(
    other => other.kind === imageContract.kind && other.tensor.shape.length === 4,
  );
  return images.length === 1 ? images[0] : undefined;
}

function onlySamples(all: readonly ConversionInput[]): ConversionInput | undefined {
  const samples = all.filter(
    other => other.kind === latentContract.kind && other.role !== 'noise_mask',
  );
  return samples.length === 1 ? samples[0] : undefined;
}
