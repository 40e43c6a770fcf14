import { isLintedInFolders } from '../formats/endings';
import { anyGlob, type Matcher } from '../globs';
import { type FoundConfig, type ProjectConfigs, pathInProject } from './projectConfigs';
import { SETTINGS } from './settings';

/** Which files of a folder a check reads, by whole paths with `/`. */
export interface ScanFilter {
  /** Whether it goes into a folder. */
  enters(path: string): boolean;
  /** Whether it reads a file that may hold tensors. */
  takes(path: string): boolean;
  /** Whether a file is left alone, whatever is in it. */
  excludes(path: string): boolean;
}

/** Whether a file holds Python, as a text or as a notebook's cells. */
export function isPythonFile(path: string): boolean {
  return /\.(py|ipynb)$/i.test(path);
}

/** The same filter for Python files: what they include is meant for tensor files alone. */
export function pythonOf(filter: ScanFilter): ScanFilter {
  return { ...filter, takes: path => isPythonFile(path) && !filter.excludes(path) };
}

/** Globs that the user has set in the editor; undefined where a project's file, or the default, decides. */
export interface ScanSettings {
  readonly include?: string | undefined;
  readonly exclude?: readonly string[] | undefined;
}

/** The filters of one folder's check: the nearest `tensor-loupe.json` counts, and what is set in the editor above it. */
export class ScanFilters {
  readonly #folder: string;
  readonly #configs: Pick<ProjectConfigs, 'of'> | null;
  readonly #settings: ScanSettings;
  readonly #made = new Map<FoundConfig | null, ScanFilter>();

  /** `folder` is what the editor's globs are relative to; without `configs` no project's file is read. */
  constructor(
    folder: string,
    configs: Pick<ProjectConfigs, 'of'> | null,
    settings: ScanSettings = {},
  ) {
    this.#folder = folder;
    this.#configs = configs;
    this.#settings = settings;
  }

  /** The filter for what lies in a folder. @throws ProjectConfigError */
  async in(folder: string): Promise<ScanFilter> {
    const found = (await this.#configs?.of(folder)) ?? null;
    const filter = this.#made.get(found) ?? this.#make(found);
    this.#made.set(found, filter);
    return filter;
  }

  #make(found: FoundConfig | null): ScanFilter {
    const { include, exclude } = this.#settings;
    const here = (globs: readonly string[]) => under(this.#folder, anyGlob(globs));
    const inProject = (globs: readonly string[]): Matcher => {
      const matches = anyGlob(globs);
      return path => found !== null && matches(pathInProject(found, path));
    };
    const usual = here(exclude ?? SETTINGS.lintExclude.default);
    const own = exclude ? () => false : inProject(found?.config.exclude ?? []);
    const excludes: Matcher = path => usual(path) || own(path);
    const projects = found?.config.include;
    const includes = include ? here([include]) : projects ? inProject(projects) : isLintedInFolders;
    return {
      // `**/name/**` is meant for what is in the folder: one name in it stands for all.
      enters: path => !excludes(path) && !excludes(`${path}/x`),
      takes: path => !excludes(path) && includes(path),
      excludes,
    };
  }
}

function under(folder: string, matches: Matcher): Matcher {
  return path => matches(path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path);
}
