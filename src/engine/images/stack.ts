import type { Raster } from './frames';

/** The frames of an animation that was decoded as one tall picture. */
export function splitStack(stack: Raster, frameHeight: number): Raster[] {
  const frameBytes = stack.width * frameHeight * stack.channels;
  return Array.from({ length: Math.round(stack.height / frameHeight) }, (_, i) => ({
    width: stack.width,
    height: frameHeight,
    channels: stack.channels,
    data: stack.data.subarray(i * frameBytes, (i + 1) * frameBytes),
  }));
}
