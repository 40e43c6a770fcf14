import type { RuleId } from '../findings';
import { SEVERITIES, type Severity } from '../findings';
import { t } from '../l10n';
import { RULES } from './index';

/** Severity per rule as set by the user; rules that are not named keep their default. */
export type RuleSettings = Readonly<Partial<Record<RuleId, Severity | 'off'>>>;

/** What the user's setting holds that can be used, and one sentence for each entry that cannot. */
export interface ReadSettings {
  readonly settings: RuleSettings;
  readonly notices: readonly string[];
}

const LEVELS: ReadonlySet<unknown> = new Set([...SEVERITIES, 'off']);
const IDS: ReadonlySet<string> = new Set(RULES.map(rule => rule.id));

/** Reads the value of the rules setting, whatever a user wrote there; never throws. */
export function readRuleSettings(setting: unknown): ReadSettings {
  if (setting === undefined || setting === null) return { settings: {}, notices: [] };
  if (typeof setting !== 'object' || Array.isArray(setting))
    return { settings: {}, notices: [t('The rules setting must map rule ids to severities.')] };
  const notices: string[] = [];
  const known = Object.entries(setting).filter(([id, level]) => {
    if (!IDS.has(id)) notices.push(t`The rules setting names an unknown rule: "${id}".`);
    else if (!LEVELS.has(level))
      notices.push(
        t`The rules setting gives "${id}" the unknown severity ${JSON.stringify(level)}.`,
      );
    else return true;
    return false;
  });
  return { settings: Object.fromEntries(known) as RuleSettings, notices };
}

/** Where a rule's page lies in the repository. */
export function docsPath(id: RuleId): string {
  return `docs/rules/${id}.md`;
}
