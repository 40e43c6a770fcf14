import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openPath } from '../../src/engine/openedFile';
import { python, pythonHas } from '../support/python';

const WEIGHTS = process.env.LOUPE_TAEF2;

/** Name, shape and hash of every tensor as torch reads them. */
const TORCH = `
import hashlib, json, sys, torch
loaded = torch.load(sys.argv[1], weights_only=True)
hashed = lambda t: hashlib.sha256(t.contiguous().numpy().tobytes()).hexdigest()
print(json.dumps([[name, list(t.shape), hashed(t)] for name, t in loaded.items()]))
`;

test.skipIf(!WEIGHTS || !pythonHas('torch'))(
  'published TAEF2 weights open as torch has them',
  async () => {
    const opened = await openPath(WEIGHTS!);
    try {
      const ours = [];
      for (const { name, shape, source, byteOffset, byteLength } of opened.file.tensors) {
        const bytes = await source.read(byteOffset, byteLength);
        ours.push([name, shape, createHash('sha256').update(bytes).digest('hex')]);
      }
      expect(ours).toEqual(JSON.parse(await python(TORCH, WEIGHTS!)));
    } finally {
      await opened.close();
    }
  },
);
