// The rows of the benchmark: what is measured, on which file, against whom, and the bar as a ratio.

// Each is measured at three sizes, to see how it grows; its ratio is the one at the largest.

const MIB = { sizes: [16, 64, 256], unit: 'MiB' };
const TENSORS = { sizes: [2500, 5000, 10_000], unit: 'tensors' };
const LINES = { sizes: [1024, 2048, 4096], unit: 'lines' };
const MEGAPIXELS = { sizes: [6, 12, 24], unit: 'megapixels' };

function sized(id, title, { ours, file, peer, peerFile = file, bar, aim }) {
  return { id, title, ours, file, peer, peerFile, bar, aim, ...MIB };
}

/** The start of the command line: a whole process beside a Node.js that does nothing, many times in turn. */
function start(id, title, command, bar, aim, file = '') {
  const bare = { peer: 'node', wholeProcess: true, isShort: true };
  return { id, title: `${title}, whole process`, command, file, ...bare, bar, aim };
}

export const ROWS = [
  start('start-version', 'tensor-loupe --version', 'version', 1.3, 1.2),
  start('start-help', 'tensor-loupe --help', 'help', 1.3, 1.2),
  start(
    'start-small',
    'inspect a file of a few tensors',
    'inspect',
    1.6,
    1.4,
    'dumps-500/dump_0000.safetensors',
  ),
  start('start-large', 'inspect 10,000 tensors', 'inspect', 2, 1.7, 'hollow-10000.safetensors'),
  {
    id: 'open-process',
    title: 'list a 10 GiB safetensors file, whole process',
    ...TENSORS,
    command: 'inspect',
    file: 'hollow-{}.safetensors',
    peer: 'header',
    wholeProcess: true,
    bar: 3,
    aim: 1.5,
  },
  {
    id: 'open',
    title: 'the same in process',
    ...TENSORS,
    ours: 'header',
    file: 'hollow-{}.safetensors',
    peer: '@huggingface/hub',
    bar: 1,
    aim: 0.5,
  },
  {
    id: 'plane-c',
    title: 'one plane of a 10 GiB tensor, 4096 wide, C order, into memory used again',
    ...LINES,
    ours: 'planeAgain',
    file: 'plane-c.npy',
    peer: 'plane_again',
    bar: 1.2,
    aim: 1,
  },
  {
    id: 'plane-c-fresh',
    title: 'the same into a fresh array, for what fresh memory costs',
    ...LINES,
    ours: 'plane',
    file: 'plane-c.npy',
    peer: 'plane',
  },
  {
    id: 'plane-f',
    title: 'one plane of a 10 GiB tensor, 4096 wide, Fortran order, into memory used again',
    ...LINES,
    ours: 'planeAgain',
    file: 'plane-f.npy',
    peer: 'plane_again',
    bar: 1.2,
    aim: 1,
  },
  {
    id: 'plane-f-fresh',
    title: 'the same into a fresh array, for what fresh memory costs',
    ...LINES,
    ours: 'plane',
    file: 'plane-f.npy',
    peer: 'plane',
  },
  sized('stats-f32', 'statistics of float32', {
    ours: 'stats',
    file: 'f32-{}.npy',
    peer: 'stats',
    bar: 0.5,
    aim: 0.2,
  }),
  sized('stats-f32-one', 'the same on one thread, for what the others are worth', {
    ours: 'statsOnOneThread',
    file: 'f32-{}.npy',
    peer: 'stats',
    bar: 0.5,
    aim: 0.2,
  }),
  sized('stats-f16', 'statistics of float16, exact quantiles', {
    ours: 'stats',
    file: 'f16-{}.npy',
    peer: 'stats',
    bar: 0.25,
    aim: 0.1,
  }),
  sized('stats-bf16', 'statistics of bfloat16, exact quantiles (numpy: float16)', {
    ours: 'stats',
    file: 'bf16-{}.safetensors',
    peer: 'stats',
    peerFile: 'f16-{}.npy',
    bar: 0.25,
    aim: 0.1,
  }),
  sized('stats-u8', 'statistics of uint8', {
    ours: 'stats',
    file: 'u8-{}.npy',
    peer: 'stats',
    bar: 0.5,
    aim: 0.25,
  }),
  sized('stats-i64', 'statistics of int64', {
    ours: 'stats',
    file: 'i64-{}.npy',
    peer: 'stats',
    bar: 0.5,
    aim: 0.25,
  }),
  sized('npy', 'all values of a float32 .npy in memory', {
    ours: 'values',
    file: 'f32-{}.npy',
    peer: 'npyjs',
    bar: 1,
    aim: 1,
  }),
  {
    id: 'picture',
    title: '1024 x 1024 picture of a float32 plane, NaN kept',
    ours: 'picture',
    file: 'plane-{}.npy',
    peer: 'picture',
    peerFile: 'plane-{}.npy',
    bar: 0.5,
    aim: 0.25,
    sizes: [64, 256, 1024],
    unit: 'MiB',
  },
  {
    id: 'png',
    title: 'PNG to IMAGE float32, 4 MiB at a time as the viewer takes it',
    ...MEGAPIXELS,
    ours: 'imageStream',
    file: 'photo-{}.png',
    peer: 'image',
    bar: 0.8,
    aim: 0.5,
  },
  {
    id: 'png-fresh',
    title: 'the same into a fresh array, for what fresh memory costs',
    ...MEGAPIXELS,
    ours: 'image',
    file: 'photo-{}.png',
    peer: 'image',
  },
  {
    id: 'jpeg',
    title: 'JPEG to IMAGE float32, 4 MiB at a time as the viewer takes it',
    ...MEGAPIXELS,
    ours: 'imageStream',
    file: 'photo-{}.jpg',
    peer: 'image',
    bar: 0.8,
    aim: 0.5,
  },
  {
    id: 'jpeg-fresh',
    title: 'the same into a fresh array, for what fresh memory costs',
    ...MEGAPIXELS,
    ours: 'image',
    file: 'photo-{}.jpg',
    peer: 'image',
  },
  {
    id: 'permute',
    title: '[B,3,2048,2048] float32 to channel last, file to file, whole process',
    sizes: [2, 4, 8],
    unit: 'items',
    command: 'convert',
    file: 'nchw-{}.npy',
    peer: 'permute',
    wholeProcess: true,
    bar: 1,
    aim: 0.7,
  },
  {
    id: 'latent',
    title: 'Latent2RGB of a video latent [1,16,T,90,160]',
    sizes: [21, 41, 81],
    unit: 'frames',
    ours: 'latent',
    file: 'video-latent-{}.npy',
    peer: 'latent',
    bar: 0.5,
    aim: 0.25,
  },
  {
    // No peer does this: its bars are seconds.
    id: 'lint',
    title: 'lint of small dumps, headers only, whole process',
    sizes: [500, 1000, 2000],
    unit: 'files',
    command: 'lint',
    file: 'dumps-{}',
    wholeProcess: true,
    barSeconds: 5,
    aimSeconds: 2,
    barMiB: 200,
  },
];
