import { projectRules } from '../core/settings/projectConfig';
import { pathInProject } from '../core/settings/projectConfigs';
import { SETTINGS } from '../core/settings/settings';
import type { UserOverrides } from '../protocol/engineMethods';
import type { Session } from './session';
import { userSetting } from './settingsOf';
import type { Uri } from './uri';

/**
 * What the user has said about a file: kinds chosen in the editor, contracts and severities. What is set in
 * the editor stands above the nearest `tensor-loupe.json`: contracts as a whole, severities rule by rule.
 */
export async function overridesOf(
  { workspace, projects, kinds, readings }: Session,
  uri: Uri,
): Promise<UserOverrides> {
  const { settings, files } = workspace;
  const contracts = userSetting(settings, SETTINGS.contracts, uri);
  const found = contracts === undefined ? await projects.of(uri) : null;
  return {
    relativePath: found ? pathInProject(found, uri.path) : files.relativePath(uri),
    kinds: kinds.of(uri),
    reading: readings.of(uri),
    contracts: contracts ?? found?.config.contracts ?? SETTINGS.contracts.default,
    rules: await rulesFor({ workspace, projects }, uri),
  };
}

/** The severities that hold for a file, as they stand; the engine reads what can be used. */
export async function rulesFor(
  { workspace, projects }: Pick<Session, 'workspace' | 'projects'>,
  uri: Uri,
): Promise<unknown> {
  const own = userSetting(workspace.settings, SETTINGS.rules, uri);
  const found = await projects.of(uri);
  if (!found) return own ?? SETTINGS.rules.default;
  // What is no object is told by the engine, not spread.
  if (own !== undefined && (typeof own !== 'object' || Array.isArray(own))) return own;
  return { ...projectRules(found.config, pathInProject(found, uri.path)), ...own };
}
