import { readFile } from 'node:fs/promises';
import { TensorFileError } from '../core/errors';
import { verbatim } from '../core/l10n';
import { RULES } from '../core/lint/index';
import {
  type ProjectConfig,
  ProjectConfigError,
  parseProjectConfig,
} from '../core/settings/projectConfig';
import { ProjectConfigs } from '../core/settings/projectConfigs';

const IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

/** The project files of this disk. A lenient reader passes over one that cannot be used; the other throws. */
export function diskConfigs({ isLenient }: { readonly isLenient: boolean }): ProjectConfigs {
  return new ProjectConfigs(async path => {
    const text = await readFile(path, 'utf8').catch(() => null);
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
  return parsedConfig(path, await readFile(path, 'utf8'));
}

function parsedConfig(path: string, text: string): ProjectConfig {
  try {
    return parseProjectConfig(text, id => IDS.has(id));
  } catch (error) {
    if (!(error instanceof ProjectConfigError)) throw error;
    throw new TensorFileError(verbatim(`${path}:${error.line}: ${error.message}`));
  }
}
