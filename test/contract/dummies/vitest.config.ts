import { defineConfig } from 'vitest/config';

/** In a copy with the dummies: what proves that each is alive. */
export default defineConfig({
  test: { include: ['test/contract/dummies/proofs.ts'], testTimeout: 60_000 },
});
