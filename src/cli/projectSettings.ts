import { dirname } from 'node:path';
import { projectRules } from '../core/settings/projectConfig';
import { pathInProject } from '../core/settings/projectConfigs';
import { configAt, diskConfigs } from '../engine/diskConfigs';
import { wholePath } from '../engine/walkFolder';
import type { UserOverrides } from '../protocol/engineMethods';
import { UsageError } from './command';
import type { Configs } from './findFiles';

/** The project files that `--config FILE` and `--no-config` leave: else the nearest above each file. @throws UsageError */
export async function configsOf(
  file: string | undefined,
  isNone: boolean | undefined,
): Promise<Configs> {
  if (file !== undefined && isNone)
    throw new UsageError('--config and --no-config exclude each other');
  if (isNone) return null;
  if (file === undefined) return diskConfigs({ isLenient: false });
  const found = { folder: wholePath(dirname(file)), config: await configAt(file) };
  return { of: async () => found };
}

/** What a project file says of a file. @throws TensorFileError where it cannot be used */
export async function overridesFor(
  configs: Configs,
  path: string,
): Promise<Omit<UserOverrides, 'kinds'>> {
  const whole = wholePath(path);
  const found = (await configs?.of(wholePath(dirname(path)))) ?? null;
  if (!found) return { relativePath: path, contracts: [], rules: {} };
  const relativePath = pathInProject(found, whole);
  const rules = projectRules(found.config, relativePath);
  return { relativePath, contracts: found.config.contracts, rules };
}
