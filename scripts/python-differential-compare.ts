import type { Polynomial, Size } from '../src/core/python/domain/size';
import { axis, type Tensor, tensor, type Value } from '../src/core/python/domain/value';
import { namedTensor, traceFunction } from '../test/core/python/trace';
import type { Program } from './python-differential-programs';

/** What torch made of a value. */
export interface Real {
  readonly kind: string;
  readonly library?: string;
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly value?: number | boolean;
  readonly items?: readonly Real[];
  readonly count?: number;
}
export interface Outcome {
  readonly error: string | null;
  readonly done: readonly number[];
  readonly vars: Readonly<Record<string, Real>>;
}
export interface Tally {
  programs: number;
  values: number;
  knownRanks: number;
  disagreements: string[];
}

const RAISING = /^python\/(permute-rank|index-rank|cat-rank|interpolate-rank)$/;

/** Compares what we inferred with what torch did, and adds to the tally. */
export function compareProgram(program: Program, real: Outcome, tally: Tally): void {
  const text = `import torch\nimport numpy as np\nimport torch.nn.functional as F\ndef f(image, mask, x):\n${program.lines.map(line => `    ${line}`).join('\n')}\n`;
  const seeds: Record<string, Value> = {};
  for (const [name, shape] of Object.entries(program.seeds)) {
    const roles = program.named[name];
    seeds[name] = roles
      ? namedTensor(name, roles === 'BHWC' ? ['B', 'H', 'W', 'C'] : ['B', 'H', 'W'])
      : tensor({ axes: shape.map(size => axis(size)), dtype: 'float' });
  }
  const { end, drafts } = traceFunction(text, seeds);
  tally.programs++;
  const sizes = sizesOf(program);
  const complain = (why: string) =>
    tally.disagreements.push(
      `${why}\n  seeds ${JSON.stringify(program.seeds)}\n  ${program.lines.join('\n  ')}\n  torch: ${real.error ?? 'ran'} ${JSON.stringify(real.vars)}`,
    );
  for (const draft of drafts) {
    if (!RAISING.test(draft.rule)) continue;
    const line = text.slice(0, draft.at.from).split('\n').length - 5;
    if (real.done.includes(line))
      complain(`${draft.rule} on line ${line} that ran: ${draft.message}`);
  }
  if (real.error !== null) return;
  if (end === null) {
    complain('the end was judged unreachable');
    return;
  }
  for (const [name, value] of Object.entries(real.vars)) {
    const ours = end.vars.get(name);
    if (!ours || !('kind' in value)) continue;
    tally.values++;
    if (ours.kind === 'tensor' && ours.axes) tally.knownRanks++;
    const why = mismatch(ours, value, sizes);
    if (why) complain(`${name}: ${why}`);
  }
}

function sizesOf(program: Program): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const [name, roles] of Object.entries(program.named)) {
    for (const [i, role] of [...roles].entries())
      sizes.set(`${name}.${role}`, program.seeds[name]![i]!);
  }
  return sizes;
}

/** The number a named size stands for; null where a name is not among the seeds. */
function evaluateSize(size: Size, sizes: ReadonlyMap<string, number>): number | null {
  if (size === null || typeof size === 'number') return size;
  let sum = 0;
  for (const term of (size as Polynomial).terms) {
    let product = term.factor;
    for (const symbol of term.symbols) {
      const value = sizes.get(symbol);
      if (value === undefined) return null;
      product *= value;
    }
    sum += product;
  }
  return sum;
}

const DTYPES: Readonly<Record<string, readonly string[]>> = {
  float: ['float32', 'float64'],
  half: ['float16', 'bfloat16'],
  uint8: ['uint8'],
  int: ['int8', 'int16', 'int32', 'int64'],
  bool: ['bool'],
};

function mismatch(ours: Value, real: Real, sizes: ReadonlyMap<string, number>): string | null {
  switch (ours.kind) {
    case 'unknown':
    case 'reference':
    case 'sequence':
      return null;
    case 'union': {
      const reasons = ours.items.map(item => mismatch(item, real, sizes));
      return reasons.includes(null) ? null : reasons.join(' | ');
    }
    case 'tensor':
      return tensorMismatch(ours, real, sizes);
    case 'int': {
      if (real.kind !== 'int') return `int against ${real.kind}`;
      const size = evaluateSize(ours.size, sizes);
      return size !== null && size !== real.value ? `int ${size} against ${real.value}` : null;
    }
    case 'bool':
      return ours.value !== null && real.value !== ours.value
        ? `bool ${ours.value} against ${real.value}`
        : null;
    case 'tuple': {
      if (!real.items) return `tuple against ${real.kind}`;
      if (real.count !== ours.items.length)
        return `tuple of ${ours.items.length} against ${real.count}`;
      for (const [i, item] of ours.items.entries()) {
        const why = real.items[i] && mismatch(item, real.items[i]!, sizes);
        if (why) return `item ${i}: ${why}`;
      }
      return null;
    }
    case 'none':
      return real.kind === 'NoneType' ? null : `None against ${real.kind}`;
    default:
      return null;
  }
}

function tensorMismatch(
  ours: Tensor,
  real: Real,
  sizes: ReadonlyMap<string, number>,
): string | null {
  if (real.kind !== 'tensor') return `tensor against ${real.kind}`;
  if (ours.library !== real.library) return `${ours.library} against ${real.library}`;
  if (ours.dtype && !DTYPES[ours.dtype]!.includes(real.dtype!))
    return `dtype ${ours.dtype} against ${real.dtype}`;
  if (ours.axes === null) return null;
  const inferred = ours.axes.map(item => evaluateSize(item.size, sizes));
  const fits =
    inferred.length === real.shape!.length &&
    inferred.every((size, i) => size === null || size === real.shape![i]);
  return fits ? null : `[${inferred.map(size => size ?? '?')}] against [${real.shape}]`;
}
