import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';

/** axe itself, run in the frame: its builder would open a window of its own, and put ours into the background. */
const AXE = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core'),
  'utf8',
);

interface Result {
  readonly id: string;
  readonly nodes: readonly {
    readonly html: string;
    readonly any: readonly { readonly data: { readonly messageKey?: string } | null }[];
  }[];
}

interface Axe {
  run(selector: string): Promise<{
    readonly violations: readonly Result[];
    readonly incomplete: readonly Result[];
  }>;
}

/** What axe finds wrong in a part of a frame: `rule: element`. */
export async function axeFindings(frame: Frame, selector: string): Promise<string[]> {
  await frame.evaluate(AXE);
  return frame.evaluate(async part => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations, incomplete } = await axe.run(part);
    // Text in the very colour of its background is to axe a riddle, not a fault.
    const unseen = incomplete.map(({ id, nodes }) => ({
      id,
      nodes: nodes.filter(({ any }) => any.some(({ data }) => data?.messageKey === 'equalRatio')),
    }));
    return [...violations, ...unseen].flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.html}`),
    );
  }, selector);
}
