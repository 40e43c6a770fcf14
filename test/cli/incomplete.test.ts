import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { INCOMPLETE } from '../../src/core/lint/report';
import { cli } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

afterEach(() => void vi.restoreAllMocks());

const nodeOf = (name: string, helpers: string, body: string) => `import torch
${helpers}

class ${name}:
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}

    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"

    def run(self, image):
        ${body}
`;

/** Each helper calls the one before it many times: more steps than a node is given. */
function endless(): string {
  const calls = 'x'.repeat(30).split('');
  const helper = (i: number) =>
    `def f${i}(x):\n${calls.map(() => `    x = ${i ? `f${i - 1}(x)` : 'x * 1.5'}\n`).join('')}    return x\n`;
  return nodeOf('Endless', [0, 1, 2, 3, 4].map(helper).join('\n'), 'return (f4(image),)');
}

async function files() {
  const folder = await tempFolder();
  const [good, long] = [join(folder, 'good.py'), join(folder, 'long.py')];
  await writeFile(good, nodeOf('Good', '', 'return (image[0],)'));
  await writeFile(long, endless());
  return { folder, good, long };
}

test('a file that the check left half done is named, in the report too', async () => {
  const { folder, good, long } = await files();
  const text = await cli('lint', folder);
  expect(text.err).toBe(`warning: ${long}: ${INCOMPLETE}`);
  const sarif = await cli('lint', folder, '--format', 'sarif');
  const [run] = JSON.parse(sarif.out).runs;
  expect(run.invocations).toEqual([
    {
      executionSuccessful: true,
      toolExecutionNotifications: [
        {
          level: 'warning',
          message: { text: INCOMPLETE },
          locations: [
            { physicalLocation: { artifactLocation: { uri: `file://${long}`, index: 1 } } },
          ],
        },
      ],
    },
  ]);
  const whole = await cli('lint', good, '--format', 'sarif');
  expect(whole.err).toBe('');
  expect(JSON.parse(whole.out).runs[0].invocations).toBeUndefined();
}, 60_000);

test('the verdict is the same on a machine that is always late', async () => {
  const { folder } = await files();
  const before = await cli('lint', folder, '--format', 'json');
  let late = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => (late += 60_000));
  vi.spyOn(Date, 'now').mockImplementation(() => (late += 60_000));
  expect(await cli('lint', folder, '--format', 'json')).toEqual(before);
  expect(before.out).toContain('python/image-rank');
}, 60_000);
