import type { Kind } from '../contracts/index';
import { parseProjectConfig } from './projectConfig';

/** The parts of a `tensor-loupe.json` that are written here; whatever else it has stays. */
interface Written {
  rules?: Record<string, unknown>;
  overrides?: { files: string; rules: Record<string, unknown> }[];
  contracts?: unknown[];
}

/** The glob of one name or path, whatever characters it has: braces group even in brackets, so `?` stands for them. */
export function globOf(path: string): string {
  return path.replace(/[[\]*?]/g, character => `[${character}]`).replace(/[{}]/g, '?');
}

/**
 * The text of a `tensor-loupe.json` with a rule switched off, for the files of a glob or for all (null).
 * @throws ProjectConfigError for a text that cannot be used
 */
export function withRuleOff(text: string, rule: string, files: string | null): string {
  return edited(text, config => {
    if (files === null) {
      config.rules = { ...config.rules, [rule]: 'off' };
      return;
    }
    config.overrides ??= [];
    // The last one that matches a file counts: an entry of the same glob that stands last takes the rule.
    const last = config.overrides.at(-1);
    if (last?.files === files) last.rules[rule] = 'off';
    else config.overrides.push({ files, rules: { [rule]: 'off' } });
  });
}

/**
 * The text with a kind for the tensors of a name in the files of a glob, above the contracts that it has.
 * @throws ProjectConfigError for a text that cannot be used
 */
export function withKind(text: string, files: string, tensor: string, kind: Kind | 'none'): string {
  return edited(text, config => {
    config.contracts = [{ files, tensor, kind }, ...(config.contracts ?? [])];
  });
}

/** Keeps the indent of what is there. */
function edited(text: string, edit: (config: Written) => void): string {
  const source = text.trim() === '' ? '{}' : text;
  parseProjectConfig(source);
  const config = JSON.parse(source) as Written;
  edit(config);
  const indent = /^([ \t]+)"/m.exec(source)?.[1] ?? '  ';
  return `${JSON.stringify(config, null, indent)}\n`;
}
