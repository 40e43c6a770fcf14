import { TensorFileError } from '../core/errors';
import { verbatim } from '../core/l10n';
import { RULES } from '../core/lint/catalogue';
import {
  type ProjectConfig,
  ProjectConfigError,
  parseProjectConfig,
} from '../core/settings/projectConfig';
import { ProjectConfigs } from '../core/settings/projectConfigs';
import { readTextFile } from './textFile';

const IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

const MOST_BYTES = 1024 * 1024;

/** The project files of this disk. A lenient reader passes over one that cannot be used; the other throws. */
export function diskConfigs({ isLenient }: { readonly isLenient: boolean }): ProjectConfigs {
  return new ProjectConfigs(async path => {
    const text = await readTextFile(path, MOST_BYTES).catch(() => null);
    if (text === null) return null;
    try {
      return parsedConfig(path, text);
    } catch (error) {
      if (isLenient) return null;
      throw error;
    }
  });
}

/** The project file at a path that someone has named. @throws TensorFileError with its line */
export async function configAt(path: string): Promise<ProjectConfig> {
  return parsedConfig(path, await readTextFile(path, MOST_BYTES));
}

function parsedConfig(path: string, text: string): ProjectConfig {
  try {
    return parseProjectConfig(text, id => IDS.has(id));
  } catch (error) {
    if (!(error instanceof ProjectConfigError)) throw error;
    throw new TensorFileError(verbatim(`${path}:${error.line}: ${error.message}`));
  }
}
