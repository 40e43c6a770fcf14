import type { LintedFile } from './lint';

export function sarifText(files: readonly LintedFile[]): string {
  return JSON.stringify(files);
}
