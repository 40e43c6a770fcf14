// A process of its own that writes until it is killed; it says when bytes are on their way.
import { atomicWrite } from '../../src/engine/node/atomicWrite';

const chunk = new Uint8Array(1024 * 1024);
await atomicWrite(
  process.argv[2]!,
  async sink => {
    for (let written = 0; written < 256; written++) {
      await sink.write(chunk);
      if (written === 4) process.stdout.write('writing\n');
      if (written === 8) await new Promise(() => setInterval(() => {}, 1000));
    }
  },
  { overwrite: true },
);
