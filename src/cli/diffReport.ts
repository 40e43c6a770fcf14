import type { FileComparison, TensorComparison, TensorState } from '../core/compare/compareFiles';
import { STATES } from '../core/compare/compareFiles';
import { shapeText } from '../core/contracts/reading';
import { table } from './text';

/** One tensor as `diff --json` prints it. */
type TensorRow = Pick<TensorComparison, 'name' | 'state' | 'from' | 'a' | 'b'> &
  Partial<Readonly<Record<'count' | 'outside' | 'nanMismatch', number>>> &
  Partial<Readonly<Record<'maxAbs' | 'meanAbs' | 'rmse' | 'maxRel' | 'cosine', number | null>>> & {
    readonly equalBits?: boolean;
    readonly firstDifferent?: readonly number[] | null;
    readonly psnr?: number;
    readonly psnrFinite?: number;
    readonly ssim?: number | null;
    readonly flip?: number;
  };

/** Two files as `diff --json` prints them. */
interface FileDiff {
  readonly a: string;
  readonly b: string;
  readonly equal: boolean;
  readonly summary: Readonly<Record<TensorState, number>>;
  readonly tensors: readonly TensorRow[];
  readonly metadata: FileComparison['metadata'];
}

/** Two folders, file by file. */
export interface FolderDiff {
  readonly a: string;
  readonly b: string;
  readonly equal: boolean;
  readonly files: readonly (FileDiff & { readonly path: string })[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What a comparison of two files or two folders came to, as JSON has it. */
export type DiffReport = FileDiff | FolderDiff;

/** A comparison as the JSON of the command line has it. */
export function diffFileJson(
  a: string,
  b: string,
  { tensors, metadata }: FileComparison,
  equal: boolean,
): FileDiff {
  const count = (state: TensorState) => tensors.filter(tensor => tensor.state === state).length;
  const order = ['equal', 'close', 'changed', ...STATES] as const;
  const summary = Object.fromEntries(order.map(state => [state, count(state)]));
  return {
    a,
    b,
    equal,
    summary: summary as FileDiff['summary'],
    tensors: tensors.map(rowOf),
    metadata,
  };
}

function rowOf({ name, state, from, a, b, differences, pictures }: TensorComparison): TensorRow {
  const head = {
    name,
    state,
    ...(from !== undefined && { from }),
    ...(a && { a }),
    ...(b && { b }),
  };
  if (!differences) return head;
  const { count, equalBits, outside, maxAbs, meanAbs, rmse, maxRel, cosine } = differences;
  const { nanMismatch, firstDifferent } = differences;
  return {
    ...head,
    count,
    equalBits,
    outside,
    maxAbs,
    meanAbs,
    rmse,
    maxRel,
    cosine,
    nanMismatch,
    firstDifferent: firstDifferent === null ? null : indexOf(firstDifferent, a!.shape),
    ...pictures,
  };
}

/** An index on each axis for a place in C order. */
function indexOf(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = place;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

const numberText = (value: number | null | undefined) =>
  value === null || value === undefined ? '' : String(Number(value.toPrecision(6)));

function sidesText({ a, b }: TensorRow): string {
  const text = (side: TensorRow['a']) => (side ? `${side.dtype} ${shapeText(side.shape)}` : '');
  const [first, second] = [text(a), text(b)];
  if (first === second || second === '') return first;
  return first === '' ? second : `${first} -> ${second}`;
}

const HEADINGS = ['', 'name', 'type', 'outside', 'max', 'mean', 'psnr', 'ssim', 'flip'];

function cells(row: TensorRow): string[] {
  const { state, name, from, outside, maxAbs, meanAbs, psnr, ssim, flip } = row;
  const isSame = state === 'equal';
  return [
    state,
    from === undefined ? name || '(unnamed)' : `${from} -> ${name}`,
    sidesText(row),
    outside === undefined || isSame ? '' : String(outside),
    ...[maxAbs, meanAbs, psnr, ssim, flip].map(value => (isSame ? '' : numberText(value))),
  ];
}

function summaryText({ summary }: FileDiff): string {
  const states = Object.entries(summary).filter(([, count]) => count > 0);
  return states.map(([state, count]) => `${count} ${state}`).join(', ') || 'no tensors';
}

function metadataText({ metadata }: FileDiff): string[] {
  const lines = Object.entries(metadata).filter(([, keys]) => keys.length > 0);
  return lines.map(([what, keys]) => `  metadata ${what}: ${keys.join(', ')}`);
}

function fileLines(file: FileDiff): string[] {
  const rows = file.tensors.filter(({ state }) => state !== 'equal').map(cells);
  const listed = rows.length > 0 ? table([HEADINGS, ...rows]).map(line => `  ${line}`) : [];
  return [...listed, ...metadataText(file)];
}

/** For a person: what differs, and a line of counts. */
export function diffText(report: DiffReport): string {
  if (!('files' in report))
    return [`${report.a} and ${report.b}: ${summaryText(report)}`, ...fileLines(report)].join('\n');
  return [
    folderLine(report),
    ...report.files
      .filter(({ equal }) => !equal)
      .flatMap(file => [`${file.path}: ${summaryText(file)}`, ...fileLines(file)]),
    ...report.added.map(path => `added: ${path}`),
    ...report.removed.map(path => `removed: ${path}`),
  ].join('\n');
}

function folderLine({ a, b, files, added, removed }: FolderDiff): string {
  const equal = files.filter(file => file.equal).length;
  return `${a} and ${b}: ${equal} of ${files.length} files equal, ${added.length} added, ${removed.length} removed`;
}

/** For a pull request. */
export function diffMarkdown(report: DiffReport): string {
  const parts = 'files' in report ? report.files.filter(({ equal }) => !equal) : [report];
  const head = 'files' in report ? folderLine(report) : '';
  return [head, ...parts.map(markdownOf)].filter(text => text !== '').join('\n\n');
}

function markdownOf(file: FileDiff): string {
  const rows = file.tensors.filter(({ state }) => state !== 'equal').map(cells);
  const line = (row: readonly string[]) => `| ${row.map(escaped).join(' | ')} |`;
  const title = `**${escaped(file.a)}** and **${escaped(file.b)}**: ${summaryText(file)}`;
  if (rows.length === 0) return title;
  const rule = `|${HEADINGS.map(() => ' --- ').join('|')}|`;
  return [title, '', line(['state', ...HEADINGS.slice(1)]), rule, ...rows.map(line)].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[|\\`*_<>[\]]/g, character => `\\${character}`).replace(/\s+/g, ' ');
}
