import { checkpointNames } from '../contracts/checkpoint';
import type { Classification } from '../contracts/classification';
import type { TensorHeader } from '../contracts/contract';
import type { Kind } from '../contracts/index';
import { FILE_RULES } from '../fileRules';
import type { Finding, RuleEntry, RuleId, Severity } from '../findings';
import { t } from '../l10n';
import type { TensorStats } from '../tensor/stats';
import type { FileProblem, FormatId } from '../tensor/tensor';
import { HEADER_RULES, VALUE_RULES } from './index';
import { pairOf } from './pairs';
import type { Draft, LintFile, LintTensor } from './rule';
import { batchMismatch, maskBatchMismatch } from './rules/mask/batchMismatch';
import { maskSizeMismatch, sizeMismatch } from './rules/mask/sizeMismatch';
import type { RuleSettings } from './settings';

/** What lint needs of an opened file; `classifications` are `classify`'s, in the tensors' order. */
export interface LintInput {
  /** File name with its ending, without folders. */
  readonly fileName: string;
  readonly format: FormatId;
  readonly metadata: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
  readonly tensors: readonly TensorHeader[];
  readonly classifications: readonly Classification[];
}

/** Statistics of a whole tensor, by its index in the file. */
export interface ReadValues {
  readonly tensor: number;
  readonly stats: TensorStats;
}

/** Where two rules have the same cause, the first says more. */
const SUPERSEDES: ReadonlyMap<RuleId, readonly RuleId[]> = new Map(
  [...HEADER_RULES, ...VALUE_RULES].map(rule => [rule.id, rule.supersedes ?? []]),
);

const ORDER: readonly RuleEntry[] = [...FILE_RULES, ...HEADER_RULES, ...VALUE_RULES];

const RULE_ORDER: ReadonlyMap<RuleId, number> = new Map(
  ORDER.map((rule, index) => [rule.id, index]),
);

/** Findings that headers alone give: the file's own problems and the header rules. */
export function lintHeaders(input: LintInput, settings: RuleSettings = {}): Finding[] {
  const file = lintFile(input);
  const findings = HEADER_RULES.flatMap(rule =>
    rule.check(file).flatMap(draft => finish(rule, draft, file, settings)),
  );
  const problems = input.problems.flatMap(problem => problemFinding(problem, settings));
  return inOrder([...problems, ...findings], file);
}

/** Indices of the tensors whose values some rule that is not off wants to see. */
export function tensorsToRead(input: LintInput, settings: RuleSettings = {}): number[] {
  const file = lintFile(input);
  const active = VALUE_RULES.filter(rule => settings[rule.id] !== 'off');
  return file.tensors
    .filter(tensor => active.some(rule => rule.wants(tensor, file)))
    .map(tensor => tensor.index);
}

/** Findings that values give, for the tensors that have been read. */
export function lintValues(
  input: LintInput,
  values: readonly ReadValues[],
  settings: RuleSettings = {},
): Finding[] {
  const file = lintFile(input);
  const findings = values.flatMap(({ tensor: index, stats }) => {
    const tensor = file.tensors[index];
    if (!tensor) return [];
    return VALUE_RULES.flatMap(rule => {
      const draft = rule.wants(tensor, file) ? rule.check(tensor, stats, file) : null;
      return draft ? finish(rule, draft, file, settings) : [];
    });
  });
  return inOrder(withoutSuperseded(findings), file);
}

/** All findings of a file as one list: one per cause, in the tensors' order. */
export function mergeFindings(
  input: LintInput,
  headers: readonly Finding[],
  values: readonly Finding[],
): Finding[] {
  return inOrder(withoutSuperseded([...headers, ...values]), lintFile(input));
}

/** Findings of a MASK held against an IMAGE of another file; each side with its file's facts. */
export function pairFindings(
  image: { readonly input: LintInput; readonly tensor: number },
  mask: { readonly input: LintInput; readonly tensor: number },
  settings: RuleSettings = {},
): Finding[] {
  const maskFile = lintFile(mask.input);
  const imageTensor = lintFile(image.input).tensors[image.tensor];
  const maskTensor = maskFile.tensors[mask.tensor];
  const pair = imageTensor && maskTensor ? pairOf(maskTensor, imageTensor) : null;
  if (!pair) return [];
  const checks = [
    [maskSizeMismatch, sizeMismatch(pair)],
    [maskBatchMismatch, batchMismatch(pair)],
  ] as const;
  return checks.flatMap(([rule, draft]) => (draft ? finish(rule, draft, maskFile, settings) : []));
}

/** One problem of a file as a finding; also for a file that could not be opened at all. */
export function problemFinding(problem: FileProblem, settings: RuleSettings = {}): Finding[] {
  const rule = FILE_RULES.find(entry => entry.id === problem.rule);
  const severity = rule ? severityOf(rule, undefined, settings) : 'error';
  if (severity === 'off') return [];
  return [
    {
      rule: problem.rule,
      severity,
      tensor: problem.tensor ?? null,
      message: problem.message,
      ...(rule ? { expected: t(rule.expected), why: t(rule.why) } : {}),
      ...(rule?.fix ? { fix: rule.fix } : {}),
      ...(problem.byteOffset === undefined ? {} : { byteOffset: problem.byteOffset }),
    },
  ];
}

function lintFile(input: LintInput): LintFile {
  const { fileName, format, metadata, problems, tensors: headers } = input;
  const tensors = lazily(() => headers.map((_, index) => lintTensor(input, index)));
  const offsets = lazily(() => new Map(headers.map(({ name, byteOffset }) => [name, byteOffset])));
  return {
    fileName,
    format,
    metadata,
    problems,
    headers,
    isCheckpointName: checkpointNames(headers),
    byteOffsetOf: name => offsets().get(name),
    get tensors() {
      return tensors();
    },
    byKind: byKind(input),
  };
}

function lintTensor({ tensors, classifications }: LintInput, index: number): LintTensor {
  return { index, header: tensors[index]!, classification: classifications[index]! };
}

function byKind(input: LintInput): ReadonlyMap<Kind, readonly LintTensor[]> {
  const groups = new Map<Kind, LintTensor[]>();
  input.classifications.forEach(({ kind }, index) => {
    if (kind === null) return;
    const group = groups.get(kind);
    if (group) group.push(lintTensor(input, index));
    else groups.set(kind, [lintTensor(input, index)]);
  });
  return groups;
}

/** Made when it is first asked for: most files have no finding that needs it. */
function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function finish(rule: RuleEntry, draft: Draft, file: LintFile, settings: RuleSettings): Finding[] {
  const severity = severityOf(rule, draft.severity, settings);
  if (severity === 'off') return [];
  const { fix = rule.fix, ...rest } = draft;
  const place = draft.tensor === null ? undefined : file.byteOffsetOf(draft.tensor);
  return [
    {
      rule: rule.id,
      ...(place === undefined ? {} : { byteOffset: place }),
      ...rest,
      severity,
      ...(fix ? { fix } : {}),
    },
  ];
}

/** The user's setting of a rule counts for all that it finds. */
function severityOf(
  rule: RuleEntry,
  milder: Severity | undefined,
  settings: RuleSettings,
): Severity | 'off' {
  return settings[rule.id] ?? milder ?? rule.severity;
}

function withoutSuperseded(findings: readonly Finding[]): Finding[] {
  const gone = new Set(
    findings.flatMap(finding =>
      (SUPERSEDES.get(finding.rule) ?? []).map(rule => keyOf(rule, finding.tensor)),
    ),
  );
  return findings.filter(finding => !gone.has(keyOf(finding.rule, finding.tensor)));
}

function keyOf(rule: RuleId, tensor: string | null): string {
  return JSON.stringify([rule, tensor]);
}

/** File findings first, then by tensor, then by rule; ties keep their order. */
function inOrder(findings: readonly Finding[], file: LintFile): Finding[] {
  if (findings.length < 2) return [...findings];
  const places = new Map<string | null, number>([[null, -1]]);
  for (const tensor of file.tensors)
    if (!places.has(tensor.header.name)) places.set(tensor.header.name, tensor.index);
  const rank = (finding: Finding): readonly [number, number] => [
    places.get(finding.tensor) ?? file.tensors.length,
    RULE_ORDER.get(finding.rule) ?? ORDER.length,
  ];
  return findings.toSorted((a, b) => {
    const [placeA, ruleA] = rank(a);
    const [placeB, ruleB] = rank(b);
    return placeA - placeB || ruleA - ruleB;
  });
}
