import { CONTRACTS } from '../contracts/index';
import type { RuleEntry } from '../findings';
import { RULES } from './catalogue';

/** What a rule's page must have, in this order; a test holds every page to it. */
export const PAGE_HEADINGS = [
  'What it checks',
  'Why it bites',
  'Errors you may be searching for',
  'Fix in PyTorch',
  'Fix with Tensor Loupe',
] as const;

const SUBJECTS: readonly (readonly [subject: string, title: string])[] = [
  ['file', 'Files'],
  ...CONTRACTS.map(({ kind, heading }) => [kind.toLowerCase(), heading] as const),
  ['tensor', 'Any tensor'],
  ['python', 'Custom-node code'],
];

const CHECKED = {
  headers: 'on open',
  values: 'once values are read',
  python: 'in Python code',
} as const satisfies Record<RuleEntry['needs'], string>;

const HEAD = `# The rules

Every rule has a page: what it checks, why it bites, the error text you may be searching for, and the fix.
A rule's severity is set by \`tensorLoupe.rules\`: \`{ "image/alpha": "off", "mask/dtype": "error" }\`.
Rules speak of a tensor only under its kind. \`tensorLoupe.contracts\` and the kind chosen in the editor overrule every guess.
In Python, \`# loupe: ignore[rule]\` on a line, or at the head of a file, silences a rule.

This page is made from the catalogue in \`src/core/lint/index.ts\`; do not edit it by hand.
`;

/** The text of \`docs/rules/README.md\`: every rule by subject, with its severity and its conversion. */
export function rulesIndex(): string {
  const sections = SUBJECTS.map(([subject, title]) => {
    const rules = RULES.filter(rule => rule.id.startsWith(`${subject}/`));
    return `\n## ${title}\n\n| Rule | Severity | Checked | What fires it | Conversion |\n|---|---|---|---|---|\n${rules.map(row).join('\n')}\n`;
  });
  return HEAD + sections.join('');
}

function row(rule: RuleEntry): string {
  const fix = rule.fix ? `\`${rule.fix}\`` : '';
  return `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${CHECKED[rule.needs]} | ${rule.description} | ${fix} |`;
}
