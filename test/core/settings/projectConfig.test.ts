import { describe, expect, test } from 'vitest';
import {
  type ProjectConfigError,
  parseProjectConfig,
  projectRules,
} from '../../../src/core/settings/projectConfig';
import { ProjectConfigs } from '../../../src/core/settings/projectConfigs';
import { ScanFilters } from '../../../src/core/settings/scanFilter';
import { SETTINGS } from '../../../src/core/settings/settings';

const EXAMPLE = `{
  "contracts": [{ "files": "dumps/**", "tensor": "*_mask", "kind": "MASK" }],
  "rules": { "python/batch-dropped": "off", "image/alpha": "hint" },
  "overrides": [
    { "files": "legacy/**", "rules": { "python/return-arity": "off", "image/alpha": "error" } }
  ],
  "include": ["**/*.safetensors"],
  "exclude": ["models/**"],
  "loadImage": "comfyui"
}`;

function errorOf(text: string): ProjectConfigError {
  try {
    parseProjectConfig(text, id => id.includes('/'));
  } catch (error) {
    return error as ProjectConfigError;
  }
  throw new Error('It was taken');
}

test('the example of the manual is understood', () => {
  const config = parseProjectConfig(EXAMPLE);
  expect(config.loadImage).toBe('comfyui');
  expect(projectRules(config, 'nodes/a.py')).toEqual({
    'python/batch-dropped': 'off',
    'image/alpha': 'hint',
  });
  expect(projectRules(config, 'legacy/deep/a.py')).toMatchObject({
    'python/return-arity': 'off',
    'image/alpha': 'error',
  });
});

describe('what cannot be used is an error with its line', () => {
  test.each([
    ['{\n  "rules": {},\n  "rulez": {}\n}', 3, /"rulez"/],
    ['{\n  "rules": {\n    "nothing": "off"\n  }\n}', 3, /"nothing"/],
    ['{\n  "rules": {\n    "image/rank": "loud"\n  }\n}', 3, /"loud"/],
    ['{\n  "overrides": [\n    {\n      "files": "["\n    }\n  ]\n}', 4, /does not parse/],
    ['{\n  "contracts": [\n    { "files": "a", "kind": "VIDEO" }\n  ]\n}', 3, /"VIDEO"/],
    ['{\n  "exclude": [\n    "a",\n    7\n  ]\n}', 4, /text/],
    ['{\n  "include": "**"\n}', 2, /list/],
    ['{\n  "loadImage": "opencv"\n}', 2, /"opencv"/],
    ['{\n  "rules": \n', 3, /JSON/],
    ['[]', 1, /object/],
  ])('%j', (text, line, message) => {
    const error = errorOf(text);
    expect({ name: error.name, line: error.line }).toEqual({ name: 'ProjectConfigError', line });
    expect(error.message).toMatch(message);
  });
});

describe('of several files', () => {
  const texts: Readonly<Record<string, string>> = {
    '/project/tensor-loupe.json': '{ "exclude": ["b/**"] }',
    '/project/inner/tensor-loupe.json': '{ "include": ["keep/*.npy"] }',
  };
  const asked: string[] = [];
  const configs = new ProjectConfigs(async path => {
    asked.push(path);
    const text = texts[path];
    return text === undefined ? null : parseProjectConfig(text);
  });

  test('the nearest one above counts whole, and each folder is looked into once', async () => {
    expect((await configs.of('/project/inner/deep'))?.folder).toBe('/project/inner');
    expect((await configs.of('/project/inner/other'))?.folder).toBe('/project/inner');
    expect((await configs.of('/project/x'))?.folder).toBe('/project');
    expect(await configs.of('/elsewhere')).toBeNull();
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('each says what is read below it', async () => {
    const filters = new ScanFilters('/project', configs);
    const [outer, inner] = [await filters.in('/project/a'), await filters.in('/project/inner')];
    expect(outer.takes('/project/a/x.npy')).toBe(true);
    expect(outer.takes('/project/b/x.npy')).toBe(false);
    expect(outer.enters('/project/b')).toBe(false);
    expect(outer.enters('/project/node_modules')).toBe(false);
    expect(inner.takes('/project/inner/keep/x.npy')).toBe(true);
    expect(inner.takes('/project/inner/x.npy')).toBe(false);
  });

  test('what is set in the editor stands above', async () => {
    const settings = { include: '**/*.pt', exclude: ['a/**'] };
    const filter = await new ScanFilters('/project', configs, settings).in('/project');
    expect(filter.takes('/project/b/x.pt')).toBe(true);
    expect(filter.takes('/project/a/x.pt')).toBe(false);
    expect(filter.takes('/project/b/x.npy')).toBe(false);
  });
});

test('a setting that cannot be used is its default', () => {
  expect(SETTINGS.lintRun.read('sometimes')).toBe('workspace');
  expect(SETTINGS.lintRun.read('off')).toBe('off');
  expect(SETTINGS.maskOpacity.read(7)).toBe(SETTINGS.maskOpacity.default);
  expect(SETTINGS.maskOpacity.read(0)).toBe(0);
  expect(SETTINGS.maskColor.read('red')).toBe(SETTINGS.maskColor.default);
  expect(SETTINGS.pythonLint.read('yes')).toBe(true);
  expect(SETTINGS.lintExclude.read(['a', 3])).toEqual(['a']);
  expect(SETTINGS.wholeFileLimitMiB.read(undefined)).toBe(256);
});
