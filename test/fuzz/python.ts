import { pythonReport } from '../../src/engine/pythonReport';
import type { Outcome } from './check';

/** Of a text of half a megabyte; what is not linear takes far more. */
const MOST_CPU_MILLISECONDS = 10_000;

/** Checks a text as Python. @throws when a finding lies outside the text, or the check takes too long. */
export async function checkPython(input: Uint8Array): Promise<Outcome> {
  const text = Buffer.from(input).toString('utf8');
  const before = process.cpuUsage();
  const { findings } = pythonReport(text, {});
  const { user, system } = process.cpuUsage(before);
  const lines = text.split(/\r\n|\r|\n/);
  for (const { range, message } of findings) {
    const line = lines[range.line - 1];
    if (line === undefined || range.column < 1 || range.column > line.length + 1)
      throw new Error(`A finding at ${range.line}:${range.column} lies outside the text`);
    if (message.length === 0) throw new Error('A finding without words');
  }
  const milliseconds = (user + system) / 1000;
  if (milliseconds > MOST_CPU_MILLISECONDS)
    throw new Error(`${text.length} characters took ${milliseconds.toFixed(0)} ms`);
  return findings.length > 0 ? 'opened' : 'refused';
}
