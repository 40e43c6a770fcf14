import { resampleAxis } from '../../src/core/convert/resample';
import { MAX_PICTURE_VALUES, type Picture, type Region } from '../../src/core/render/picture';
import {
  type Opening,
  type Plane,
  type PlaneRequest,
  type PlaneSource,
  wholePlane,
} from './pictures';

/** A noise mask as the sampler scales it to a latent: `width` x `height` are the latent's, not its own. */
export interface NoisePlane extends Plane {
  /** The mask's own planes and how much each counts: two where it is stretched over frames. */
  readonly parts: readonly { readonly plane: Plane; readonly weight: number }[];
}

/** Pictures of a latent, with those of the noise mask over it made to its size. */
export class NoiseMaskSource implements PlaneSource {
  readonly #latent: PlaneSource;
  readonly #masks: PlaneSource;
  /** Whether the latent's pictures are always of the whole plane. */
  readonly #whole: boolean;

  constructor(latent: PlaneSource, masks: PlaneSource, whole: boolean) {
    this.#latent = latent;
    this.#masks = masks;
    this.#whole = whole;
  }

  async fetch(request: PlaneRequest, signal: AbortSignal): Promise<Picture> {
    const { plane, region, opening } = request;
    if (!('parts' in plane)) return this.#latent.fetch(request, signal);
    const scaled = await fetchNoiseMask(this.#masks, plane as NoisePlane, signal, opening);
    return this.#whole ? scaled : cut(scaled, region);
  }
}

/** The mask at the latent's size. @throws CancelledError, RpcError. */
export async function fetchNoiseMask(
  source: PlaneSource,
  { parts, width, height }: NoisePlane,
  signal: AbortSignal,
  opening?: Opening,
): Promise<Picture> {
  const pictures = await Promise.all(
    parts.map(({ plane }) => source.fetch({ ...ownPicture(plane), opening }, signal)),
  );
  const data = new Float32Array(width * height);
  for (const [i, picture] of pictures.entries())
    addScaled(picture, parts[i]!.weight, data, width, height);
  return {
    ...pictures[0]!,
    width,
    height,
    data,
    region: { x: 0, y: 0, width, height },
  };
}

/** All of a mask plane; one too large for a reply comes reduced, and its picture says so. */
function ownPicture(plane: Plane): PlaneRequest {
  const { width, height } = plane;
  return wholePlane(plane, Math.sqrt(MAX_PICTURE_VALUES / Math.max(1, width * height)));
}

/** Adds a picture stretched to a size, as `torch.nn.functional.interpolate(mode="bilinear")` does. */
export function addScaled(
  { data, width: ownWidth, height: ownHeight }: Picture,
  weight: number,
  to: Float32Array,
  width: number,
  height: number,
): void {
  const columns = resampleAxis(ownWidth, width, 'bilinear');
  const rows = resampleAxis(ownHeight, height, 'bilinear');
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let row = 0; row < 2; row++)
        for (let column = 0; column < 2; column++) {
          const share = rows.weights[row]![y]! * columns.weights[column]![x]!;
          const at = rows.indices[row]![y]! * ownWidth + columns.indices[column]![x]!;
          if (share > 0) sum += share * data[at]!;
        }
      to[y * width + x] = to[y * width + x]! + weight * sum;
    }
}

function cut(picture: Picture, region: Region): Picture {
  const { x, y, width, height } = region;
  if (width === picture.width && height === picture.height) return picture;
  const data = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * picture.width + x;
    data.set(picture.data.subarray(start, start + width), row * width);
  }
  return { ...picture, width, height, data, region };
}
