import type { PictureRequest } from './picture';

/** A picture request and the tensor that it is of, by its index in a file. */
interface KeyedRequest {
  readonly tensor: number;
  readonly request: PictureRequest;
}

/**
 * The identity of a picture: equal keys ask for the same pixels, whatever order an object's parts stand in.
 * @param file tells files apart, and versions of one; empty where there is one file
 */
export function pictureKey({ tensor, request }: KeyedRequest, file = ''): string {
  const { axes, index, channels, region, maxWidth, maxHeight, reduce, quality } = request;
  const { x, y, width, height } = region;
  const place = [axes.rows, axes.columns, axes.channels, index, channels, x, y, width, height];
  return JSON.stringify([file, tensor, place, maxWidth, maxHeight, reduce, quality ?? null]);
}
