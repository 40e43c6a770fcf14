import { classify } from '../../../src/core/contracts/classify';
import type { TensorHeader } from '../../../src/core/contracts/contract';
import type { Kind } from '../../../src/core/contracts/index';
import type { Finding } from '../../../src/core/findings';
import {
  type LintInput,
  lintHeaders,
  lintValues,
  mergeFindings,
} from '../../../src/core/lint/runRules';
import type { RuleSettings } from '../../../src/core/lint/settings';
import type { TensorStats } from '../../../src/core/tensor/stats';
import type { FileProblem, FormatId } from '../../../src/core/tensor/tensor';

/** A file as a test writes it: shapes by name, a dtype after the shape where it is not F32. */
export interface TestFile {
  readonly fileName?: string;
  readonly format?: FormatId;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly problems?: readonly FileProblem[];
  readonly choices?: readonly { readonly tensor: string; readonly kind: Kind | null }[];
  readonly tensors: Readonly<Record<string, readonly number[] | readonly [string, ...number[]]>>;
  /** Values by tensor name, as functions of the element's index. */
  readonly values?: Readonly<Record<string, (index: number) => number>>;
}

export function headersOf(file: TestFile): TensorHeader[] {
  return Object.entries(file.tensors).map(([name, [first, ...rest]]) => {
    const dtype = typeof first === 'string' ? first : 'F32';
    const shape = (typeof first === 'number' ? [first, ...rest] : rest) as number[];
    return { name, dtype, shape, byteLength: 4 * shape.reduce((a, b) => a * b, 1) };
  });
}

export function inputOf(file: TestFile): LintInput {
  const tensors = headersOf(file);
  const fileName = file.fileName ?? 'dump.safetensors';
  const format = file.format ?? 'safetensors';
  const metadata = new Map(Object.entries(file.metadata ?? {}));
  const context = { format, fileName, metadata, choices: file.choices ?? [] };
  return {
    fileName,
    format,
    metadata,
    problems: file.problems ?? [],
    tensors,
    classifications: classify(tensors, context),
  };
}

/** Statistics by the definitions in `TensorStats`, the slow and plain way. */
export function statsOf(shape: readonly number[], value: (index: number) => number): TensorStats {
  const count = shape.reduce((a, b) => a * b, 1);
  const all = Array.from({ length: count }, (_, index) => value(index));
  const finite = all.filter(Number.isFinite);
  const first = all.findIndex(item => !Number.isFinite(item));
  const mean = finite.reduce((a, b) => a + b, 0) / finite.length;
  return {
    count,
    nan: all.filter(Number.isNaN).length,
    posInf: all.filter(item => item === Infinity).length,
    negInf: all.filter(item => item === -Infinity).length,
    zeros: finite.filter(item => item === 0).length,
    below0: finite.filter(item => item < 0).length,
    above1: finite.filter(item => item > 1).length,
    min: finite.length ? finite.reduce((a, b) => Math.min(a, b)) : null,
    max: finite.length ? finite.reduce((a, b) => Math.max(a, b)) : null,
    mean: finite.length ? mean : null,
    std: null,
    histogram: null,
    quantiles: null,
    firstNotFinite: first < 0 ? null : unravel(first, shape),
  };
}

function unravel(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (const size of shape.toReversed()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return place;
}

export function findingsOf(file: TestFile, settings: RuleSettings = {}): Finding[] {
  const input = inputOf(file);
  const values = input.tensors.flatMap((tensor, index) => {
    const value = file.values?.[tensor.name];
    return value ? [{ tensor: index, stats: statsOf(tensor.shape, value) }] : [];
  });
  return mergeFindings(input, lintHeaders(input, settings), lintValues(input, values, settings));
}

/** The findings as `rule tensor`, for tables. */
export function rulesOf(file: TestFile): string[] {
  return findingsOf(file).map(finding => finding.rule);
}
