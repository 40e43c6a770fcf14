import { byteSize } from '../core/byteSize';
import { type Classification, kindTitle } from '../core/contracts/classification';
import type { Kind } from '../core/contracts/index';
import type { Finding } from '../core/findings';
import type { Tensor } from '../core/tensor/tensor';
import { visible } from '../core/visible';
import type { OpenedFile } from '../engine/openedFile';
import { quantisedInfo } from '../engine/quantisedFile';
import type { QuantisedInfo } from '../protocol/engineMethods';
import { needFiles, parse } from './args';
import type { CommandRunner } from './command';
import { eachFile } from './eachFile';
import { findingLine, shapeText, tableOf } from './text';

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
    const work = { describe: async (opened: OpenedFile) => opened, data: inspection, text };
    return eachFile(positionals, values.json === true, work, streams, signal);
  },
};

function inspection(opened: OpenedFile): Inspection {
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
        evidence,
        candidates,
        ...(quantised.has(index) ? { quantised: quantised.get(index)! } : {}),
      };
    }),
    findings: opened.findings.map(cliFinding),
  };
}

/** What a listing says of a tensor but its name: thousands of weights share a few dozen of these. */
function detailsOf({ file, classifications }: OpenedFile): (tensor: number) => readonly string[] {
  /** The last one of each shape. */
  const last = new Map<
    readonly number[],
    { tensor: Tensor; at: number; cells: readonly string[] }
  >();
  return at => {
    const tensor = file.tensors[at]!;
    const before = last.get(tensor.shape);
    if (
      before?.tensor.dtype === tensor.dtype &&
      before.tensor.byteLength === tensor.byteLength &&
      before.tensor.storedBytes === tensor.storedBytes &&
      classifications[before.at] === classifications[at]
    )
      return before.cells;
    const cells = cellsOf(tensor, classifications[at]!);
    last.set(tensor.shape, { tensor, at, cells });
    return cells;
  };
}

function cellsOf(tensor: Tensor, classification: Classification): readonly string[] {
  return [
    tensor.dtype.name,
    shapeText(tensor.shape),
    byteSize(tensor.storedBytes ?? tensor.byteLength),
    kindTitle(classification) ?? '',
    classification.candidates.join(' | '),
  ];
}

/** `NF4 of [64, 64]`. */
function quantisedText({ title, shape }: QuantisedInfo): string {
  return shape ? `${title} of ${shapeText(shape)}` : title;
}

/** What is to be known of quantised weights: each kind once, by its first weight. */
function notesOf(weights: Iterable<QuantisedInfo>): string[] {
  const told = new Map<string, string[]>();
  for (const { title, note } of weights)
    if (note !== null) told.set(title, (told.get(title) ?? []).concat(note));
  return [...told.values()].map(([first, ...more]) => {
    const others = more.length > 0 ? ` (and ${more.length} more)` : '';
    return `  note: ${visible(first!)}${others}`;
  });
}

function text(opened: OpenedFile): string {
  const quantised = quantisedInfo(opened);
  const { format, byteLength, metadata, tensors } = opened.file;
  const details = detailsOf(opened);
  const names = tensors.map(({ name }) => name || '(unnamed)');
  return [
    `${visible(opened.path)}: ${format}, ${byteSize(byteLength)}, ${tensors.length} tensor${tensors.length === 1 ? '' : 's'}`,
    ...tableOf(
      names,
      tensors.map((_, i) => {
        const known = quantised.get(i);
        return known ? [...details(i).slice(0, -1), quantisedText(known)] : details(i);
      }),
      '  ',
    ),
    ...(metadata.size > 0 ? [`  metadata: ${visible([...metadata.keys()].join(', '))}`] : []),
    ...notesOf(quantised.values()),
    ...opened.findings.map(findingLine),
  ].join('\n');
}
