import { byteSize } from '../core/byteSize';
import { kindTitle } from '../core/contracts/classification';
import type { Kind } from '../core/contracts/index';
import type { Finding } from '../core/findings';
import { visible } from '../core/visible';
import type { OpenedFile } from '../engine/openedFile';
import { needFiles, parse } from './args';
import type { CommandRunner } from './command';
import { eachFile } from './eachFile';
import { findingLine, shapeText, table } from './text';

interface Inspection {
  readonly file: string;
  readonly format: string;
  readonly bytes: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly bytes: number;
    readonly kind: Kind | null;
    /** Only of a noise mask. */
    readonly role?: 'noise_mask';
    readonly evidence: readonly string[];
    readonly candidates: readonly string[];
  }[];
  readonly findings: readonly CliFinding[];
}

/** A finding as the CLI prints it. */
export interface CliFinding {
  readonly rule: string;
  readonly severity: string;
  readonly tensor: string | null;
  readonly message: string;
  readonly fix: string | null;
  readonly found?: string;
  readonly expected?: string;
  readonly torch?: string;
  readonly byteOffset?: number;
}

export function cliFinding(finding: Finding): CliFinding {
  const { rule, severity, tensor, message, fix, found, expected, torch, byteOffset } = finding;
  return { rule, severity, tensor, message, fix: fix ?? null, found, expected, torch, byteOffset };
}

export const inspectCommand: CommandRunner = {
  run(args, streams, signal) {
    const { values, positionals } = parse(args, { json: { type: 'boolean' } });
    needFiles(positionals);
    const work = { describe: async (opened: OpenedFile) => inspect(opened), text };
    return eachFile(positionals, values.json === true, work, streams, signal);
  },
};

function inspect(opened: OpenedFile): Inspection {
  return {
    file: opened.path,
    format: opened.file.format,
    bytes: opened.file.byteLength,
    metadata: Object.fromEntries(opened.file.metadata),
    tensors: opened.file.tensors.map((tensor, index) => {
      const { kind, role, evidence, candidates } = opened.classifications[index]!;
      const { name, dtype, shape, byteLength, storedBytes = byteLength } = tensor;
      return {
        ...{ name, dtype: dtype.name, shape, bytes: storedBytes, kind },
        ...(role === 'noise_mask' ? { role } : {}),
        ...{ evidence, candidates },
      };
    }),
    findings: opened.findings.map(cliFinding),
  };
}

function text({ file, format, bytes, metadata, tensors, findings }: Inspection): string {
  const rows = tensors.map(tensor => [
    `  ${tensor.name || '(unnamed)'}`,
    tensor.dtype,
    shapeText(tensor.shape),
    byteSize(tensor.bytes),
    kindTitle(tensor) ?? '',
    tensor.candidates.join(' | '),
  ]);
  const keys = Object.keys(metadata);
  return [
    `${visible(file)}: ${format}, ${byteSize(bytes)}, ${tensors.length} tensor${tensors.length === 1 ? '' : 's'}`,
    ...table(rows),
    ...(keys.length > 0 ? [`  metadata: ${visible(keys.join(', '))}`] : []),
    ...findings.map(findingLine),
  ].join('\n');
}
