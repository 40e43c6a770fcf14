import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONVERSIONS } from '../../../src/core/convert';
import { conversionsPage } from '../../../src/core/convert/docsPage';

const PAGE = join(import.meta.dirname, '../../../docs/conversions.md');

describe('docs/conversions.md', () => {
  it('is what the list says: npm run docs', async () => {
    expect(await readFile(PAGE, 'utf8')).toBe(conversionsPage());
  });

  it('has a section and a linked row for each conversion', () => {
    const page = conversionsPage();
    for (const { id, title } of CONVERSIONS) {
      expect(page).toContain(`\n## ${title}\n`);
      expect(page).toContain(`tensor-loupe convert ${id} `);
      const anchor = /\[(\w+)\]\(#([\w-]+)\)/g;
      const links = new Map([...page.matchAll(anchor)].map(([, key, target]) => [key, target]));
      expect(
        title
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
      ).toBe(links.get(id));
    }
  });
});
