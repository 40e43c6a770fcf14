// Writes the folder of sample tensor files that `npm start` opens: each is something a node's
// author meets, right or wrong. As a program: node scripts/samples.mjs FOLDER [HEIGHT]
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { encodeNpy, encodeNpz, encodeSafetensors } from './samples/encode.mjs';
import { draw, HOURS, lakeCover, landCover, landscape, sunCover } from './samples/landscape.mjs';

const isProgram = import.meta.url === pathToFileURL(process.argv[1] ?? '').href;
/** In pixels; the packaged samples are smaller. */
const HEIGHT = isProgram ? Number(process.argv[3] ?? 256) : 256;
const WIDTH = (HEIGHT * 3) / 2;
const LATENT_STRIDE = 8;
const SIZE = [HEIGHT, WIDTH];
const [DAWN, NOON, DUSK] = HOURS;

/**
 * Turns RGB in -1..1 into the four SD 1.5 channels whose Latent2RGB picture is that RGB: the
 * pseudo-inverse of ComfyUI's SD15 factors (comfy/latent_formats.py).
 */
const RGB_TO_SD15 = pseudoInverse([
  [0.3512, 0.2297, 0.3227],
  [0.325, 0.4974, 0.235],
  [-0.2829, 0.1762, 0.2721],
  [-0.212, -0.2616, -0.7177],
]);
/** A LATENT holds SD 1.5 values divided by this (comfy/latent_formats.py, process_out). */
const SD15_SCALE = 0.18215;

/** The 3 x n pseudo-inverse of n x 3 factors: (F'F)^-1 F'. */
function pseudoInverse(factors) {
  const gram = [0, 1, 2].map(i => [0, 1, 2].map(j => factors.reduce((s, f) => s + f[i] * f[j], 0)));
  const cofactor = (i, j) => {
    const [a, b] = [0, 1, 2].filter(k => k !== i);
    const [c, d] = [0, 1, 2].filter(k => k !== j);
    return (gram[a][c] * gram[b][d] - gram[a][d] * gram[b][c]) * ((i + j) % 2 ? -1 : 1);
  };
  const determinant = [0, 1, 2].reduce((s, j) => s + gram[0][j] * cofactor(0, j), 0);
  return [0, 1, 2].map(i =>
    factors.map(f => [0, 1, 2].reduce((s, j) => s + (cofactor(j, i) / determinant) * f[j], 0)),
  );
}

const picture = hour => draw(HEIGHT, WIDTH, (x, y) => landscape(hour, x, y));
const mask = cover => draw(HEIGHT, WIDTH, cover);
/** `[H,W,C]` to `[C,H,W]`, flat. */
const channelFirst = (values, channels) =>
  Array.from({ length: channels }, (_, c) => values.filter((_, i) => i % channels === c)).flat();

/** One latent as `[h,w,4]`, in the range a sampler gives. */
function latentChannelLast(hour) {
  return draw(HEIGHT / LATENT_STRIDE, WIDTH / LATENT_STRIDE, (x, y) => {
    const rgb = landscape(hour, x, y).map(value => value * 2 - 1);
    return [0, 1, 2, 3].map(
      c => rgb.reduce((s, v, i) => s + v * RGB_TO_SD15[i][c], 0) / SD15_SCALE,
    );
  });
}

const latent = hour => channelFirst(latentChannelLast(hour), 4);
const LATENT_SIZE = [HEIGHT / LATENT_STRIDE, WIDTH / LATENT_STRIDE];

/** A few layers of a model, with the bell-shaped weights that training leaves. */
function checkpoint() {
  const weights = (count, scale) =>
    Array.from({ length: count }, (_, i) => {
      const [u, v] = [(((i * 7919) % 9973) + 1) / 9974, ((i * 104729) % 99991) / 99991];
      return scale * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
    });
  const layer = (shape, scale = 0.05) => ({
    shape,
    values: weights(
      shape.reduce((a, b) => a * b, 1),
      scale,
    ),
    dtype: 'F16',
  });
  return {
    'model.input_blocks.0.0.weight': layer([32, 4, 3, 3], 0.2),
    'model.input_blocks.0.0.bias': layer([32], 0.01),
    'model.middle_block.1.attn1.to_q.weight': layer([64, 64]),
    'model.middle_block.1.attn1.to_k.weight': layer([64, 64]),
    'model.out.2.weight': layer([4, 32, 3, 3], 0.1),
    'model.step': { shape: [], values: [12000], dtype: 'I64' },
  };
}

/** As a download that broke off leaves a file. */
const cutShort = bytes => bytes.subarray(0, Math.min(300_000, bytes.length >> 1));

const image = (values, shape = [1, ...SIZE, 3]) => ({ image: { shape, values } });

/** Every sample: its file name and what makes its bytes. */
function samples() {
  const noon = picture(NOON);
  const lakeAndSun = mask((x, y) => Math.max(lakeCover(x, y), sunCover(NOON, x, y)));
  const burnt = noon.map((v, i) =>
    ((i / 3) | 0) % 97 === 5 && i > noon.length * 0.3 ? Number.NaN : v,
  );
  const rgba = draw(HEIGHT, WIDTH, (x, y) => [
    ...landscape(DUSK, x, y),
    Math.max(landCover(x, y), lakeCover(x, y)),
  ]);
  const bytes = values => Buffer.from(values.map(v => Math.round(v * 255)));
  const raw = channels => ({ raw: { width: WIDTH, height: HEIGHT, channels } });
  const day = HOURS.flatMap(picture);
  return {
    'image.safetensors': encodeSafetensors(image(day, [3, ...SIZE, 3])),
    'image_and_mask.safetensors': encodeSafetensors({
      ...image(noon),
      mask: { shape: [1, ...SIZE], values: lakeAndSun },
    }),
    'latent.safetensors': encodeSafetensors({
      samples: { shape: [2, 4, ...LATENT_SIZE], values: [...latent(NOON), ...latent(DUSK)] },
    }),
    'ComfyUI_00001_.latent': encodeSafetensors(
      {
        latent_tensor: {
          shape: [1, 4, ...LATENT_SIZE],
          values: latent(DAWN),
        },
        latent_format_version_0: { shape: [0], values: [] },
      },
      { prompt: '{}' },
    ),
    'wrong_channel_first.safetensors': encodeSafetensors(
      image(channelFirst(noon, 3), [1, 3, ...SIZE]),
    ),
    'wrong_batch_missing.safetensors': encodeSafetensors(image(noon, [...SIZE, 3])),
    'wrong_range_255.safetensors': encodeSafetensors(image(noon.map(v => Math.round(v * 255)))),
    'wrong_not_finite.safetensors': encodeSafetensors(image(burnt)),
    'wrong_mask_squeezed.safetensors': encodeSafetensors({
      mask: { shape: SIZE, values: lakeAndSun },
    }),
    'wrong_mask_placeholder.safetensors': encodeSafetensors({
      ...image(noon),
      mask: { shape: [1, 64, 64], values: new Float32Array(64 * 64) },
    }),
    'wrong_latent_channel_last.safetensors': encodeSafetensors({
      samples: { shape: [1, ...LATENT_SIZE, 4], values: latentChannelLast(NOON) },
    }),
    'broken.safetensors': cutShort(encodeSafetensors(image(noon))),
    'checkpoint.safetensors': encodeSafetensors(checkpoint(), { format: 'pt' }),
    'depth.npy': encodeNpy({
      shape: SIZE,
      values: mask((x, y) => 1 - y * (1 - landCover(x, y) / 2)),
    }),
    'batch.npz': encodeNpz({
      image: { shape: [1, ...SIZE, 3], values: noon },
      mask: { shape: [1, ...SIZE], values: lakeAndSun },
    }),
    'cutout.png': sharp(bytes(rgba), raw(4)).png().toBuffer(),
    'photo.jpg': sharp(bytes(picture(DAWN)), raw(3))
      .jpeg({ quality: 92 })
      .toBuffer(),
  };
}

/** Writes all samples into a folder, over older ones; other files in it are left alone. */
export async function writeSamples(folder) {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(samples()))
    await writeFile(join(folder, name), await content);
}

if (isProgram) {
  if (!process.argv[2]) throw new Error('Usage: node scripts/samples.mjs FOLDER [HEIGHT]');
  await writeSamples(process.argv[2]);
}
