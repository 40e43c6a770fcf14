import type { JoinedCells } from './cells';
import type { KnownName, PythonFinding } from './checkText';
import type { Range } from './positions';

/** One step of a finding's chain, in the cell that it lies in. */
interface CellStep {
  readonly cell: number;
  readonly range: Range;
  readonly text: string;
}

/** A finding in the places of its cell. */
type CellFinding = Omit<PythonFinding, 'chain'> & { readonly chain: readonly CellStep[] };

/** What is said of one cell. */
interface CellReport {
  readonly findings: readonly CellFinding[];
  readonly known: readonly KnownName[];
}

/** Hands each cell of a joined text what was found in it, in the places of that cell. */
export function splitByCell(
  joined: JoinedCells,
  lengths: readonly number[],
  report: { readonly findings: readonly PythonFinding[]; readonly known: readonly KnownName[] },
): CellReport[] {
  const cellOf = (range: Range) => joined.cellAt(range.line).cell;
  const move = (range: Range): Range => ({
    ...range,
    line: joined.cellAt(range.line).line,
    endLine: joined.cellAt(range.endLine).line,
  });
  const placed = ({ fix, ...finding }: PythonFinding, cell: number): CellFinding => {
    const from = joined.offsets[cell]!;
    const edits = fix?.edits.map(edit => ({ ...edit, from: edit.from - from, to: edit.to - from }));
    // A fix that reaches into another cell is not offered.
    const isOwn = edits?.every(edit => edit.from >= 0 && edit.to <= lengths[cell]!);
    return {
      ...finding,
      range: move(finding.range),
      chain: finding.chain.map(({ range, text }) => ({
        cell: cellOf(range),
        range: move(range),
        text,
      })),
      fix: fix && edits && isOwn ? { ...fix, edits } : undefined,
    };
  };
  return lengths.map((_, cell) => ({
    findings: report.findings
      .filter(({ range }) => cellOf(range) === cell)
      .map(finding => placed(finding, cell)),
    known: report.known
      .filter(({ range }) => cellOf(range) === cell)
      .map(note => ({ ...note, range: move(note.range) })),
  }));
}
