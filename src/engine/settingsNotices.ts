import { compileContracts } from '../core/contracts/userContracts';
import { ruleNotices } from '../core/lint/ruleNotices';
import type { UserOverrides } from '../protocol/engineMethods';

/** One sentence for each entry of the settings that cannot be used. */
export function settingsNotices({
  contracts,
  rules,
}: Pick<UserOverrides, 'contracts' | 'rules'>): string[] {
  return [...compileContracts(contracts).notices, ...ruleNotices(rules)];
}
