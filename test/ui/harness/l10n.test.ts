import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

/** Words on the page that are no text of ours: from the file, or the same in every language. */
const OTHERS =
  /\b(image|mask|samples|masked_image|latent_tensor|noise_mask|latent_format_version_0|IMAGE|MASK|LATENT|RGBA?|NaN|Inf|KiB|MiB|Latent2RGB|\w+\.safetensors|PyTorch|NumPy|CSV|TSV|Ctrl|Esc|Home|End|Page|Up|Down|Wheel|Drag|0x[0-9a-f]+|SDXL?\w*|SD_X4|SC_B|prompt)\b/g;

function withoutBrackets(text: string): string {
  const inner = text.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  return inner === text ? text : withoutBrackets(inner);
}

/** What people read or hear on the page, without what is in brackets and without what a file says. */
async function foreignWords(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!parent?.closest('script, style, .because, .metadata-value, .rule'))
        found.push(walker.currentNode.textContent ?? '');
    }
    // Its code stands in elements of its own, amid a sentence.
    for (const element of document.querySelectorAll('.because'))
      found.push(element.textContent ?? '');
    // What a button copies as PyTorch is code.
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder'])
        if (!element.closest('.finding-body .secondary'))
          found.push(element.getAttribute(name) ?? '');
    return found;
  });
  return texts
    .map(text => withoutBrackets(text).replaceAll(OTHERS, ''))
    .filter(text => /\p{L}{3,}/u.test(text));
}

const LOOKED_AT = [
  ['node_dump_ok.safetensors', ['Image', 'Heatmap', 'Table', 'Statistics', 'Metadata']],
  ['latent_SD15.safetensors', ['Latent']],
  ['image_channel_first.safetensors', ['Image']],
  ['evil.pt', []],
] as const;

test.each(LOOKED_AT)(
  'a translated bundle reaches all that is written in %s',
  async (file, tabs) => {
    const page = await viewer.open(casePath('comfy', file), { pseudo: '1' });
    for (const tab of tabs) {
      await page.getByRole('tab', { name: `⟦${tab}⟧` }).click();
      await page.locator('.stage[aria-busy="true"]').waitFor({ state: 'detached' });
      expect(await foreignWords(page), tab).toEqual([]);
    }
    if (tabs.length === 0) {
      await page.getByRole('button', { name: '⟦Show Log⟧' }).waitFor();
      expect(await foreignWords(page)).toEqual([]);
    }
  },
);
