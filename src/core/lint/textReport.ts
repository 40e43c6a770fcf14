import { SEVERITIES } from '../findings';
import { visible } from '../visible';
import type { ReportFile, ReportFinding } from './report';

/**
 * Findings as text, one line each in the form that editors and problem matchers read
 * (`file:line:column: severity rule: message`), the mend indented below, and a sum at the end.
 */
export function textReport(files: readonly ReportFile[]): string {
  const lines = files.flatMap(({ file, findings }) =>
    findings.flatMap(finding => [findingLine(file, finding), ...mendLines(finding)]),
  );
  return `${[...lines, sumLine(files)].join('\n')}\n`;
}

function findingLine(file: string, finding: ReportFinding): string {
  const cell = finding.cell === undefined ? '' : `:cell ${finding.cell}`;
  const place = finding.line === undefined ? '' : `${cell}:${finding.line}:${finding.column ?? 1}`;
  return `${visible(file)}${place}: ${finding.severity} ${finding.rule}: ${visible(finding.message)}`;
}

function mendLines(finding: ReportFinding): string[] {
  const mends = [
    finding.torch ? `in PyTorch: ${visible(finding.torch)}` : '',
    finding.fix ? `conversion: ${finding.fix}` : '',
  ].filter(part => part !== '');
  return mends.map(mend => `    ${mend}`);
}

function sumLine(files: readonly ReportFile[]): string {
  const all = files.flatMap(file => file.findings);
  const looked = `${files.length} ${files.length === 1 ? 'file' : 'files'} checked`;
  if (all.length === 0) return `${looked}: nothing found`;
  const parts = SEVERITIES.flatMap(severity => {
    const amount = all.filter(finding => finding.severity === severity).length;
    return amount === 0
      ? []
      : [`${amount} ${severity}${amount === 1 || severity === 'info' ? '' : 's'}`];
  });
  return `${looked}: ${parts.join(', ')}`;
}
