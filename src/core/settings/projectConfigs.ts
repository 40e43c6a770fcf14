import { PROJECT_FILE, type ProjectConfig } from './projectConfig';

/** A project's settings, and the folder that its globs are relative to. */
export interface FoundConfig {
  /** With `/`, without one at its end. */
  readonly folder: string;
  readonly config: ProjectConfig;
}

/** Reads the `tensor-loupe.json` at a path; null where there is none. @throws ProjectConfigError */
type ReadConfig = (path: string) => Promise<ProjectConfig | null>;

/** The nearest `tensor-loupe.json` above files; each folder is looked into once. */
export class ProjectConfigs {
  readonly #read: ReadConfig;
  readonly #byFolder = new Map<string, Promise<FoundConfig | null>>();

  constructor(read: ReadConfig) {
    this.#read = read;
  }

  /** The one that counts for what lies in a folder (a path with `/`); null where none does. @throws as `ReadConfig`. */
  of(folder: string): Promise<FoundConfig | null> {
    const known = this.#byFolder.get(folder);
    if (known) return known;
    const found = this.#find(folder);
    this.#byFolder.set(folder, found);
    return found;
  }

  /** Forgets all that was read, as a file has changed. */
  clear(): void {
    this.#byFolder.clear();
  }

  async #find(folder: string): Promise<FoundConfig | null> {
    const config = await this.#read(`${folder}/${PROJECT_FILE}`);
    if (config) return { folder, config };
    const slash = folder.lastIndexOf('/');
    return slash < 0 ? null : this.of(folder.slice(0, slash));
  }
}

/** A path below a project's folder, relative to it. */
export function pathInProject({ folder }: FoundConfig, path: string): string {
  return path.slice(folder.length + 1);
}
