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

/** Prints the most memory that the process took, in KiB. */
const MEASURE = `process.on('exit', () => process.stderr.write('\\nRSS ' + process.resourceUsage().maxRSS));`;
const folder = await tempFolder();

interface Run {
  readonly exit: number | null;
  readonly out: string;
  readonly megabytes: number;
  readonly seconds: number;
}

/** Runs the built command line (`npm run build`) in a process of its own. */
function run(...args: readonly string[]): Run {
  const start = performance.now();
  const measure = ['--import', `data:text/javascript,${encodeURIComponent(MEASURE)}`];
  const cli = join(ROOT, 'dist', 'cli.js');
  const child = spawnSync(process.execPath, [...measure, cli, ...args], { encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  const rss = Number(/RSS (\d+)/.exec(child.stderr)?.[1]);
  return { exit: child.status, out: child.stdout, megabytes: rss / 1024, seconds };
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
};

function flat(side: number) {
  return sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } });
}

describe('pictures that claim far more than their bytes', () => {
  let empty: Run;
  beforeAll(async () => {
    for (const [name, make] of Object.entries(HOSTILE))
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
    const found = run('values', join(folder, 'white.jpg'), '--slice', '0,0:1,0:2', '--json');
    expect(JSON.parse(found.out).tensors[0].values).toEqual(['1', '1', '1', '1', '1', '1']);
  });
});
