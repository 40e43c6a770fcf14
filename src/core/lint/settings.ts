import { type RuleId, SEVERITIES, type Severity } from '../findings';

/** Severity per rule as set by the user; rules that are not named keep their default. */
export type RuleSettings = Readonly<Partial<Record<RuleId, Severity | 'off'>>>;

const LEVELS: ReadonlySet<unknown> = new Set([...SEVERITIES, 'off']);

/** Whether a value is one that a rule can be set to. */
export function isLevel(value: unknown): value is Severity | 'off' {
  return LEVELS.has(value);
}

/** What the value of the rules setting holds that can be used; never throws. A rule that is unknown finds nothing. */
export function ruleSettings(setting: unknown): RuleSettings {
  if (typeof setting !== 'object' || setting === null || Array.isArray(setting)) return {};
  return Object.fromEntries(Object.entries(setting).filter(([, level]) => isLevel(level)));
}

/** Where a rule's page lies in the repository. */
export function docsPath(id: RuleId): string {
  return `docs/rules/${id}.md`;
}
