// Measures one row of ours in its own process: node measure.mjs BUNDLE ROW FILE SIZE -> JSON on stdout.
import { pathToFileURL } from 'node:url';

const [bundle, row, path, size] = process.argv.slice(2);
const ours = await import(pathToFileURL(bundle).href);

/** One plane in the order in which it lies in the file, as numpy's copy with order "K" has it. */
function planeOf(tensor) {
  const axis = tensor.strides[0] > tensor.strides[2] ? 0 : 2;
  const order = [0, 1, 2].sort((a, b) => tensor.strides[b] - tensor.strides[a]);
  const ranges = ours.wholeRanges(tensor.shape);
  ranges[axis] = { start: 77, count: 1, step: 1 };
  // So many lines of it, from the first: one run of the file.
  ranges[order[1]] = { start: 0, count: Number(size), step: 1 };
  const shape = order.map(a => tensor.shape[a]);
  const strides = order.map(a => tensor.strides[a]);
  return [{ ...tensor, shape, strides }, order.map(a => ranges[a])];
}

/** All values, 4 MiB at a time in two buffers, as pictures, statistics and conversions take them. */
async function stream(tensor, ranges) {
  const span = ours.contiguousSpan(tensor, ranges);
  const allocate = byteLength => new Uint8Array(byteLength);
  const options = { chunkBytes: 4 * 2 ** 20, bufferCount: 2, allocate };
  let taken = 0;
  for await (const chunk of ours.readSpan(tensor.source, span, options)) taken += chunk.length;
  return taken;
}

/** Reads planes one after the other into the same memory, as statistics and conversions do. */
const readAgain = ours.createBoxReader(1);

const ROWS = {
  async header() {
    const context = await ours.openContext({ type: 'path', path });
    const file = await ours.openTensorFile(context);
    const list = file.tensors.map(t => `${t.name} ${t.dtype.name} ${t.shape}`);
    await file.close();
    return list.length;
  },
  plane: tensor => ours.readBox(...planeOf(tensor)),
  planeAgain: tensor => readAgain(...planeOf(tensor)),
  statsOnOneThread: tensor => ours.computeStats(tensor, undefined, 256),
  stats: (_, opened) => opened.stats.of(0, undefined, 256),
  picture: tensor =>
    ours.readPicture(tensor, {
      axes: { rows: 0, columns: 1, channels: null },
      index: [0, 0],
      channels: [],
      region: { x: 0, y: 0, width: tensor.shape[1], height: tensor.shape[0] },
      maxWidth: 1024,
      maxHeight: 1024,
      reduce: 'mean',
    }),
  values: tensor => ours.readBox(tensor, ours.wholeRanges(tensor.shape)),
  image: tensor => tensor.source.read(0, tensor.byteLength),
  imageStream: tensor => stream(tensor, ours.wholeRanges(tensor.shape)),
  async latent(tensor) {
    const item = ours.squeeze(ours.takeItems(tensor, 0, 1), 0);
    const floats = (bytes, count) => tensor.dtype.toNumbers(bytes, count);
    const frames = [];
    for await (const part of ours.readLatentPictures(item, 'Wan21', floats))
      frames.push(part.pixels);
    return frames;
  },
};

// Everything that opens a file is timed with its opening; the row's own work follows.
async function once() {
  const start = performance.now();
  if (row === 'header') await ROWS.header();
  else {
    const opened = await ours.openPath(path);
    await ROWS[row](opened.file.tensors[0], opened);
    await opened.file.close();
  }
  return (performance.now() - start) / 1000;
}

let [best, spent] = [Infinity, 0];
for (let i = 0; i < 3 && spent < 5; i++) {
  const seconds = await once();
  best = Math.min(best, seconds);
  spent += seconds;
}
const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ seconds: best, peakMiB }));
process.exit(0);
