import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageDecoder } from '../../src/engine/images/imageDecoder';
import { checkInput } from '../fuzz/check';
import { memoryContext } from '../support/openCase';

const FOLDER = join(import.meta.dirname, '..', 'fuzz', 'regressions');
const files = readdirSync(FOLDER).filter(file => file.startsWith('image-'));

describe('pictures that the fuzzer once broke something with', () => {
  it.each(files)('%s is refused before it costs memory', async file => {
    const before = process.memoryUsage().rss;
    const bytes = readFileSync(join(FOLDER, file));
    const outcome = await checkInput(
      { ...memoryContext(bytes, 'f.png'), images: imageDecoder },
      bytes,
    );
    expect(outcome).toBe('refused');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });
});
