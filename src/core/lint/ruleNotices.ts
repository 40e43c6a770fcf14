import { t } from '../l10n';
import { RULES } from './catalogue';
import { isLevel } from './settings';

const IDS: ReadonlySet<string> = new Set(RULES.map(rule => rule.id));

/** One sentence for each entry of the rules setting that cannot be used, whatever a user wrote there. */
export function ruleNotices(setting: unknown): string[] {
  if (setting === undefined || setting === null) return [];
  if (typeof setting !== 'object' || Array.isArray(setting))
    return [t('The rules setting must map rule ids to severities.')];
  return Object.entries(setting).flatMap(([id, level]) => {
    if (!IDS.has(id)) return [t`The rules setting names an unknown rule: "${id}".`];
    if (isLevel(level)) return [];
    return [t`The rules setting gives "${id}" the unknown severity ${JSON.stringify(level)}.`];
  });
}
