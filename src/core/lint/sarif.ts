import type { RuleEntry, Severity } from '../findings';
import { visible } from '../visible';
import { RULES } from './catalogue';
import { INCOMPLETE, type ReportFile, type ReportFinding } from './report';

/** Who writes the report. */
export interface SarifTool {
  readonly version: string;
  /** Absolute URI under which `docs/rules/<rule>.md` lies; without it rules carry no link. */
  readonly docsBase?: string;
  /** The run was broken off: files are missing from the report. */
  readonly isPartial?: boolean;
}

const LEVELS = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
} as const satisfies Record<Severity, string>;

const RULE_INDEX: ReadonlyMap<string, number> = new Map(
  RULES.map((rule, index) => [rule.id, index]),
);

/**
 * Findings as a SARIF 2.1.0 log (OASIS, 2020). Python findings have a region in lines and columns;
 * tensors are logical locations, with a byte offset where one is known.
 */
export function sarifLog(files: readonly ReportFile[], tool: SarifTool): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Tensor Loupe',
            semanticVersion: tool.version,
            rules: RULES.map(rule => descriptor(rule, tool.docsBase)),
          },
        },
        ...invocationsOf(files, tool),
        columnKind: 'utf16CodeUnits',
        artifacts: files.map(({ file }) => ({ location: { uri: uriOf(file) } })),
        results: files.flatMap((file, index) =>
          file.findings.map(finding => resultOf(finding, file.file, index)),
        ),
      },
    ],
  };
}

/** How the run went, where there is something to say: broken off, or files left half done. */
function invocationsOf(files: readonly ReportFile[], tool: SarifTool): object {
  const toolExecutionNotifications = files.flatMap(({ file, isIncomplete }, index) =>
    isIncomplete
      ? [
          {
            level: 'warning',
            message: { text: INCOMPLETE },
            locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file), index } } }],
          },
        ]
      : [],
  );
  if (!tool.isPartial && toolExecutionNotifications.length === 0) return {};
  const invocation = {
    executionSuccessful: !tool.isPartial,
    ...(toolExecutionNotifications.length > 0 && { toolExecutionNotifications }),
  };
  return { invocations: [invocation] };
}

function descriptor(rule: RuleEntry, docsBase: string | undefined): object {
  return {
    id: rule.id,
    name: rule.id.split(/[/-]/).map(capital).join(''),
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.description },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    ...(docsBase ? { helpUri: `${docsBase.replace(/\/$/, '')}/docs/rules/${rule.id}.md` } : {}),
    properties: { needs: rule.needs, ...(rule.fix ? { conversion: rule.fix } : {}) },
  };
}

function resultOf(finding: ReportFinding, file: string, artifact: number): object {
  const ruleIndex = RULE_INDEX.get(finding.rule);
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[finding.severity],
    message: { text: messageOf(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file), index: artifact },
          ...regionOf(finding),
        },
        ...logicalOf(finding),
      },
    ],
    ...propertiesOf(finding),
  };
}

function messageOf(finding: ReportFinding): string {
  const text = finding.torch ? `${finding.message} In PyTorch: ${finding.torch}` : finding.message;
  // `[words](place)` in a message is a link (SARIF 2.1.0, 3.11.6): a name of a file must not make one.
  return visible(text).replaceAll('](', '\\](');
}

function regionOf(finding: ReportFinding): object {
  if (finding.fileLine !== undefined) return { region: { startLine: finding.fileLine } };
  if (finding.line !== undefined)
    return {
      region: {
        startLine: finding.line,
        ...(finding.column === undefined ? {} : { startColumn: finding.column }),
        ...(finding.endLine === undefined ? {} : { endLine: finding.endLine }),
        ...(finding.endColumn === undefined ? {} : { endColumn: finding.endColumn }),
      },
    };
  return finding.byteOffset === undefined ? {} : { region: { byteOffset: finding.byteOffset } };
}

function logicalOf(finding: ReportFinding): object {
  if (finding.cell !== undefined)
    return { logicalLocations: [{ fullyQualifiedName: `cell ${finding.cell}` }] };
  if (!finding.tensor) return {};
  return { logicalLocations: [{ fullyQualifiedName: finding.tensor, kind: 'member' }] };
}

function propertiesOf(finding: ReportFinding): object {
  const { found, expected, why, fix, torch } = finding;
  const known = Object.entries({ found, expected, why, conversion: fix, torch }).filter(
    ([, value]) => value !== undefined,
  );
  return known.length === 0 ? {} : { properties: Object.fromEntries(known) };
}

/** A path as a relative or file URI: forward slashes, each segment escaped. */
function uriOf(path: string): string {
  const escaped = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  const drive = /^[A-Za-z]%3A\//.exec(escaped);
  if (drive) return `file:///${escaped.replace('%3A', ':')}`;
  return escaped.startsWith('/') ? `file://${escaped}` : escaped;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
