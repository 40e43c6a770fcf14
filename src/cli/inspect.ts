import { byteSize } from '../core/byteSize';
import { kindTitle } from '../core/contracts/classification';
import type { Kind } from '../core/contracts/index';
import type { Finding } from '../core/findings';
import { visible } from '../core/visible';
import type { OpenedFile } from '../engine/openedFile';
import { quantisedInfo } from '../engine/quantisedFile';
import type { QuantisedInfo } from '../protocol/engineMethods';
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
    /** Only of a quantised weight: what it is, and the shape of its real values where they are known. */
    readonly quantised?: QuantisedInfo;
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
  const quantised = quantisedInfo(opened);
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
        ...(quantised.has(index) ? { quantised: quantised.get(index)! } : {}),
      };
    }),
    findings: opened.findings.map(cliFinding),
  };
}

/** `NF4 of [64, 64]`. */
function quantisedText({ quantised }: Inspection['tensors'][number]): string {
  if (!quantised) return '';
  const { title, shape } = quantised;
  return shape ? `${title} of ${shapeText(shape)}` : title;
}

/** What is to be known of quantised weights: each kind of note once, by its first weight. */
function notesOf(tensors: Inspection['tensors']): string[] {
  const told = tensors.filter(({ quantised }) => quantised?.note);
  const kinds = new Map(told.map(({ quantised }) => [quantised!.title, 0]));
  return [...kinds.keys()].map(title => {
    const [first, ...more] = told.filter(({ quantised }) => quantised!.title === title);
    const others = more.length > 0 ? ` (and ${more.length} more)` : '';
    return `  note: ${visible(first!.quantised!.note!)}${others}`;
  });
}

function text({ file, format, bytes, metadata, tensors, findings }: Inspection): string {
  const rows = tensors.map(tensor => [
    `  ${tensor.name || '(unnamed)'}`,
    tensor.dtype,
    shapeText(tensor.shape),
    byteSize(tensor.bytes),
    kindTitle(tensor) ?? '',
    quantisedText(tensor) || tensor.candidates.join(' | '),
  ]);
  const keys = Object.keys(metadata);
  return [
    `${visible(file)}: ${format}, ${byteSize(bytes)}, ${tensors.length} tensor${tensors.length === 1 ? '' : 's'}`,
    ...table(rows),
    ...(keys.length > 0 ? [`  metadata: ${visible(keys.join(', '))}`] : []),
    ...notesOf(tensors),
    ...findings.map(findingLine),
  ].join('\n');
}
