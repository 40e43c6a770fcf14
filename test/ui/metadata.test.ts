import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { importScript } from '../support/scripts';
import { Session, workspaceFolder } from './support/session';

interface Tensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
const { encodeSafetensors } = await importScript<{
  encodeSafetensors(
    tensors: Readonly<Record<string, Tensor>>,
    metadata: Readonly<Record<string, string>>,
  ): Uint8Array;
}>('samples/encode.mjs');

const NAME = 'with_workflow.latent';
const PATH = join(workspaceFolder(), NAME);
/** As ComfyUI's SaveLatent writes them: one line each, seeds up to 2^64 - 1. */
const METADATA = {
  prompt: '{"3": {"class_type": "KSampler", "inputs": {"seed": 18446744073709551615}}}',
  workflow: '{"nodes": [{"id": 3, "type": "KSampler"}], "links": []}',
  note: 'made by hand',
};

let session: Session;
beforeAll(async () => {
  const latent_tensor = { shape: [1, 4, 4, 4], values: Array.from({ length: 64 }, (_, i) => i) };
  const latent_format_version_0 = { shape: [0], values: [] };
  await writeFile(PATH, encodeSafetensors({ latent_tensor, latent_format_version_0 }, METADATA));
  session = await Session.open();
});
afterEach(({ task }) => session?.recordFailure(task));
afterAll(async () => {
  await session?.close();
  await rm(PATH, { force: true });
});

/** The text of the document in front, as its editor draws it. */
async function shownText(): Promise<string> {
  const lines = await session.page.locator('.editor-instance .view-line').allTextContents();
  return lines.join('\n').replaceAll('\u00a0', ' ');
}

const CASE = 'v-metadata-json-in-string.safetensors';
const DOCUMENTS = [
  [NAME, 'prompt', 'prompt.json', /^\{\n +"3": \{\n(.*\n)* +"seed": 18446744073709551615\n/],
  [
    NAME,
    'workflow',
    'workflow.json',
    /^\{\n +"nodes": \[\n +\{\n +"id": 3,\n +"type": "KSampler"\n/,
  ],
  [NAME, 'note', 'note.txt', /^made by hand$/],
  [CASE, 'prompt', 'prompt.json', /"seed": 9223372036854775808\n/],
] as const;

test.each(DOCUMENTS)('of %s, "%s" opens as %s from the Metadata view', async (...row) => {
  const [file, key, tab, text] = row;
  const { workbench, page } = session;
  if (file === CASE) await workbench.file('cases').click();
  await workbench.openFromExplorer(file);
  const { frame } = session.editor();
  await frame.getByRole('tab', { name: 'Metadata' }).click();
  const open = frame.getByRole('button', { name: `Open ${key} as a document` });
  // By keyboard: a click is the same button.
  await open.last().press('Enter');
  await workbench.tab(tab).waitFor();
  await expect.poll(shownText).toMatch(text);
  if (tab.endsWith('.json'))
    await page.locator('.statusbar').getByRole('button', { name: 'JSON', exact: true }).waitFor();
  await session.screenshot(`metadata-${tab}`);
  // A document to read asks nothing when it is closed.
  await workbench.closeEditors();
  await expect.poll(() => workbench.tab(tab).count()).toBe(0);
  expect(await page.locator('.monaco-dialog-box').count()).toBe(0);
});
