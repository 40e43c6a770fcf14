import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { blackRows, pngChunk, pngFile, pngHead } from '../support/pngFile';
import { ROOT } from '../support/sourceFiles';
import { tempFolder } from '../support/tempFolder';
import { tiffOfPages } from '../support/tiffFile';

/** Prints the most memory that the process took, in KiB, and its time on processors, in microseconds. */
const MEASURE = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write('\\nRSS ' + maxRSS + ' CPU ' + (userCPUTime + systemCPUTime));
});`;
const folder = await tempFolder();

interface Run {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
  readonly megabytes: number;
  readonly seconds: number;
}

/** Runs the built command line (`npm run build`) in a process of its own. */
function run(...args: readonly string[]): Run {
  const measure = ['--import', `data:text/javascript,${encodeURIComponent(MEASURE)}`];
  const cli = join(ROOT, 'dist', 'cli.js');
  const child = spawnSync(process.execPath, [...measure, cli, ...args], { encoding: 'utf8' });
  const [, rss, cpu] = /RSS (\d+) CPU (\d+)/.exec(child.stderr) ?? [];
  const cost = { megabytes: Number(rss) / 1024, seconds: Number(cpu) / 1e6 };
  return { exit: child.status, out: child.stdout, err: child.stderr, ...cost };
}

/** The bound of one file of up to 16 MB beyond the process: 5 s and 500 MB. */
function expectBounded(found: Run, empty: Run): void {
  expect(found.seconds - empty.seconds).toBeLessThan(5);
  expect(found.megabytes - empty.megabytes).toBeLessThan(500);
}

const text = (name: string, mebibytes: number) =>
  pngChunk(
    'zTXt',
    Buffer.concat([Buffer.from(`${name}\0\0`), deflateSync(Buffer.alloc(mebibytes << 20, 'A'))]),
  );
/** Not hostile enough to be refused. */
const LARGE: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
  'small.jpg': () => flat(8000).jpeg({ quality: 1 }).toBuffer(),
  'smaller-rgba16.png': () => pngFile(pngHead(7000, 7000, 16, 6), blackRows(56_000, 7000, true)),
};
const pixel = () => pngHead(1, 1, 8, 2);
const HOSTILE: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
  'damaged-rgba16.png': () => pngFile(pngHead(8000, 8000, 16, 6), blackRows(64_000, 8000, true)),
  'white.jpg': () => flat(13_000).jpeg({ quality: 1 }).toBuffer(),
  'white.webp': () => flat(13_000).webp({ quality: 1 }).toBuffer(),
  'texts.png': () =>
    pngFile(pixel(), ...Array.from({ length: 60 }, (_, i) => text(`k${i}`, 16)), blackRows(3, 1)),
  'zeros.png': () => Buffer.concat([pngFile().subarray(0, 8), Buffer.alloc(30_000_000)]),
  'chunks.png': () =>
    Buffer.concat([
      pngFile(pixel()).subarray(0, 33),
      Buffer.from('\0\0\0\0abCd\0\0\0\0'.repeat(1_000_000), 'latin1'),
    ]),
  'pages.tif': () => tiffOfPages(2000),
  'flat.tif': () => flat(13_000).tiff({ compression: 'deflate' }).toBuffer(),
  'flat.gif': () => gifOf(13_000),
  'frames.png': () => apngOf(9000, 2),
};

/** A GIF of a wide screen and one small picture, long enough for what it claims. */
function gifOf(side: number): Buffer {
  const screen = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  screen.writeUInt16LE(side, 6);
  screen.writeUInt16LE(side, 8);
  const comment = Buffer.from(`!\xfe${`\xff${'a'.repeat(255)}`.repeat(400)}\0`, 'latin1');
  const picture = Buffer.from(',\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;', 'latin1');
  return Buffer.concat([screen, comment, picture]);
}

/** An APNG of black frames (APNG specification: acTL, fcTL, fdAT). */
function apngOf(side: number, count: number): Uint8Array {
  const rows = blackRows(side * 3, side).subarray(8, -4);
  const numbers = (...values: readonly number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4);
    return bytes;
  };
  const frames = Array.from({ length: count }, (_, i) => {
    const place = [numbers(i === 0 ? 0 : 2 * i - 1, side, side, 0, 0), Buffer.alloc(6)];
    const control = pngChunk('fcTL', Buffer.concat(place));
    const data = i === 0 ? ['IDAT', rows] : ['fdAT', Buffer.concat([numbers(2 * i), rows])];
    return [control, pngChunk(data[0] as string, data[1] as Buffer)];
  });
  return pngFile(pngHead(side, side, 8, 2), pngChunk('acTL', numbers(count, 0)), ...frames.flat());
}

function flat(side: number) {
  return sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } });
}

describe('pictures that claim far more than their bytes', () => {
  let empty: Run;
  beforeAll(async () => {
    for (const [name, make] of Object.entries({ ...HOSTILE, ...LARGE }))
      await writeFile(join(folder, name), await make());
    empty = run('--version');
  }, 120_000);

  test.each(Object.keys(HOSTILE))('%s is listed and linted within the bound', name => {
    const path = join(folder, name);
    expectBounded(run('inspect', path), empty);
    expectBounded(run('lint', path), empty);
  });

  test.each(['damaged-rgba16.png', 'white.jpg', 'white.webp'])('%s is sound', name => {
    const { exit, out } = run('inspect', join(folder, name), '--json');
    expect(exit).toBe(0);
    const shapes = JSON.parse(out).tensors.map((tensor: { shape: number[] }) => tensor.shape);
    expect(shapes[0]).toEqual(
      name.startsWith('damaged') ? [1, 8000, 8000, 3] : [1, 13_000, 13_000, 3],
    );
  });

  test('values are there when they are asked for', () => {
    const found = run('values', join(folder, 'small.jpg'), '--slice', '0,0:1,0:2', '--json');
    expect(JSON.parse(found.out).tensors[0].values).toEqual(['1', '1', '1', '1', '1', '1']);
    expect(found.megabytes - empty.megabytes).toBeLessThan(500);
  });

  test('damaged pixels are there within the bound', () => {
    const found = run(
      'values',
      join(folder, 'smaller-rgba16.png'),
      '--slice',
      '0,0:1,0:1',
      '--json',
    );
    expect(JSON.parse(found.out).tensors[0].values).toEqual(['0', '0', '0']);
    expect(found.megabytes - empty.megabytes).toBeLessThan(500);
  });

  test.each([
    'damaged-rgba16.png',
    'white.jpg',
    'white.webp',
    'flat.tif',
    'flat.gif',
    'frames.png',
  ])('of %s no value costs more: a limit is named', name => {
    const found = run('values', join(folder, name), '--slice', '0,0:1,0:1');
    expect(found.exit).toBe(2);
    expect(found.err).toMatch(/claims \d+ pixels in \d+ bytes: decoding them could take/);
    expectBounded(found, empty);
  });
});
