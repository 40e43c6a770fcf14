import { KINDS } from '../contracts/index';
import { SEVERITIES } from '../findings';
import { compileGlob } from '../globs';
import { type JsonPath, JsonPlaces } from '../jsonPlaces';
import { type LocalText, t } from '../l10n';

/** The file that holds a project's settings for the editor and the command line alike. */
export const PROJECT_FILE = 'tensor-loupe.json';

/** How pictures become tensors: as ComfyUI's LoadImage reads them today, as Pillow, or as they are stored. */
export const LOAD_IMAGE_RULES = ['comfyui', 'pillow', 'stored'] as const;

/** Severities, by rule, for the files of a glob. */
interface RuleOverride {
  readonly files: string;
  readonly rules: Readonly<Record<string, unknown>>;
}

/** What a `tensor-loupe.json` says; its globs are over paths relative to the file's folder. */
export interface ProjectConfig {
  readonly contracts: readonly unknown[];
  readonly rules: Readonly<Record<string, unknown>>;
  readonly overrides: readonly RuleOverride[];
  /** Globs of the tensor files that a folder's check reads; undefined for every one. */
  readonly include: readonly string[] | undefined;
  /** Globs of what it leaves alone, besides the folders that are always left alone. */
  readonly exclude: readonly string[];
  readonly loadImage: (typeof LOAD_IMAGE_RULES)[number] | undefined;
}

/** A `tensor-loupe.json` that cannot be used: in which line, and why. */
export class ProjectConfigError extends Error {
  override name = 'ProjectConfigError';
  readonly line: number;

  constructor(line: number, message: LocalText) {
    super(message);
    this.line = line;
  }
}

/** Says of a value at a path what is wrong with it; nothing where it will do. */
type Check = (value: unknown, path: JsonPath, fail: Fail) => void;
type Fail = (path: JsonPath, message: LocalText) => never;

const text: Check = (value, path, fail) => {
  if (typeof value !== 'string') fail(path, t('A text is needed here'));
};
const glob: Check = (value, path, fail) => {
  text(value, path, fail);
  const matcher = compileGlob(value as string);
  if (typeof matcher === 'string')
    fail(path, t`The glob ${JSON.stringify(value)} does not parse: ${matcher}`);
};
const oneOfTexts =
  (choices: readonly string[]): Check =>
  (value, path, fail) => {
    if (!choices.some(choice => choice === value))
      fail(path, t`${JSON.stringify(value)} is not one of ${choices.join(', ')}`);
  };
const listOf =
  (check: Check): Check =>
  (value, path, fail) => {
    if (!Array.isArray(value)) fail(path, t('A list is needed here'));
    for (const [i, item] of (value as unknown[]).entries()) check(item, [...path, i], fail);
  };
const membersOf =
  (checks: Readonly<Record<string, Check>>, needed: readonly string[] = []): Check =>
  (value, path, fail) => {
    const object = objectAt(value, path, fail);
    for (const key of Object.keys(object)) {
      if (!Object.hasOwn(checks, key))
        fail([...path, key], t`There is no setting ${JSON.stringify(key)}`);
      checks[key]!(object[key], [...path, key], fail);
    }
    for (const key of needed)
      if (!Object.hasOwn(object, key)) fail(path, t`${JSON.stringify(key)} is missing here`);
  };

function objectAt(value: unknown, path: JsonPath, fail: Fail): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    fail(path, t('An object is needed here'));
  return value as Record<string, unknown>;
}

/** Rules by id; which ids there are is known to whoever has loaded the rules. */
function severities(isRule: (id: string) => boolean): Check {
  const level = oneOfTexts([...SEVERITIES, 'off']);
  return (value, path, fail) => {
    for (const [id, severity] of Object.entries(objectAt(value, path, fail))) {
      if (!isRule(id)) fail([...path, id], t`There is no rule ${JSON.stringify(id)}`);
      level(severity, [...path, id], fail);
    }
  };
}

function checksOf(isRule: (id: string) => boolean): Check {
  const rules = severities(isRule);
  const contract = { files: glob, tensor: text, kind: oneOfTexts([...KINDS, 'none']) };
  return membersOf({
    $schema: text,
    contracts: listOf(membersOf(contract, ['files', 'kind'])),
    rules,
    overrides: listOf(membersOf({ files: glob, rules }, ['files', 'rules'])),
    include: listOf(glob),
    exclude: listOf(glob),
    loadImage: oneOfTexts(LOAD_IMAGE_RULES),
  });
}

/**
 * Reads the text of a `tensor-loupe.json`.
 * @param isRule which rules there are; whoever does not know takes every id
 * @throws ProjectConfigError with the line of the first thing that cannot be used
 */
export function parseProjectConfig(
  source: string,
  isRule: (id: string) => boolean = () => true,
): ProjectConfig {
  const value = jsonOf(source);
  let places: JsonPlaces | undefined;
  checksOf(isRule)(value, [], (path, message) => {
    places ??= new JsonPlaces(source);
    throw new ProjectConfigError(places.lineOf(path), message);
  });
  const {
    contracts = [],
    rules = {},
    overrides = [],
    include,
    exclude = [],
    loadImage,
  } = value as Partial<ProjectConfig>;
  return { contracts, rules, overrides, include, exclude, loadImage };
}

function jsonOf(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    // V8 names the place by its offset, where it names it.
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? source.length);
    const line = source.slice(0, offset).split('\n').length;
    throw new ProjectConfigError(line, t`This is no valid JSON: ${message}`);
  }
}

/** The severities that a project's file gives for one of its files, by its path below the file's folder. */
export function projectRules(
  { rules, overrides }: ProjectConfig,
  relativePath: string,
): Readonly<Record<string, unknown>> {
  const own = overrides.filter(({ files }) => {
    const matches = compileGlob(files, { matchesFileName: true });
    return typeof matches !== 'string' && matches(relativePath);
  });
  return Object.assign({}, rules, ...own.map(override => override.rules));
}
