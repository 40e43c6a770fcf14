import { MORE_BLOCKS, MORE_TEMPLATES } from './more';
import { type Kit, TEMPLATES, type Variable } from './templates';

/** Random programs over tensors: mostly valid operations, now and then a wrong axis. */
export interface Program {
  readonly seeds: Readonly<Record<string, readonly number[]>>;
  /** Roles for seeds whose sizes the checker knows only by name. */
  readonly named: Readonly<Record<string, 'BHWC' | 'BHW'>>;
  readonly lines: readonly string[];
}

export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Statements that are more than an assignment: branches, loops, shapes, writes. */
const BLOCKS: readonly ((x: Variable, name: string, kit: Kit) => readonly string[])[] = [
  (x, n, k) => [
    `if ${x.name}.shape[${k.pick([0, -1, 1])}] ${k.pick(['==', '>', '<=', '!='])} ${k.whole(1, 4)}:`,
    `    ${n} = ${x.name}.unsqueeze(0)`,
    'else:',
    `    ${n} = ${x.name}`,
  ],
  (x, n, k) => [
    `if ${x.name}.dim() == ${k.whole(2, 4)}:`,
    `    ${n} = ${x.name}.unsqueeze(0)`,
    `elif len(${x.name}.shape) ${k.pick(['==', '>', '>='])} ${k.whole(2, 4)}:`,
    `    ${n} = ${x.name}[0]`,
    'else:',
    `    ${n} = ${x.name}`,
  ],
  (x, n, k) => [
    `${n} = ${x.name}`,
    `while ${n}.dim() ${k.pick(['<', '!='])} 4 and ${n}.dim() < 6:`,
    `    ${n} = ${n}.unsqueeze(${k.pick([0, -1])})`,
  ],
  (x, n, k) => [
    `${n}_l = []`,
    `for t in ${x.name}:`,
    `    ${n}_l.append(t${k.pick(['', '.unsqueeze(0)', '[None]', ' * 2'])})`,
    `${n} = torch.${k.pick(['stack', 'cat'])}(${n}_l, dim=0)`,
  ],
  (x, n, _k) => [
    `${n} = None`,
    `for i in range(${x.name}.shape[0]):`,
    `    ${n} = ${x.name}[i] if ${n} is None else ${n} + ${x.name}[i]`,
  ],
  (x, n, k) => [
    `${n} = ${x.name}.clone()`,
    `${n}[${k.pick(['0', '..., 0', ':', ':, 0'])}] ${k.pick(['=', '+=', '*='])} 0.5`,
  ],
  (x, n) => [`${n} = ${x.name}.clone()`, `${n} += 1`],
  (x, n, k) => [
    `${k.pick(['a, b', 'a, b, c', 'a, b, c, d', 'a, *b'])} = ${x.name}.shape`,
    `${n} = torch.zeros((a, 2))`,
  ],
  (x, n) => [
    `dims = len(${x.name}.shape)`,
    `is_four = dims == 4`,
    `if is_four:`,
    `    ${n} = ${x.name}.mean(dim=3)`,
    'else:',
    `    ${n} = ${x.name}`,
  ],
  (x, n) => [
    `def helper(t, keep=False):`,
    `    if t.dim() > 3:`,
    `        return t[0]`,
    `    return t`,
    `${n} = helper(${x.name})`,
  ],
  (x, n, k) => [`${n}, ${n}_i = ${x.name}.max(dim=${k.dim(x.rank)})`],
  (x, n) => [
    `try:`,
    `    b, h, w, c = ${x.name}.shape`,
    `    ${n} = torch.zeros((b, c, h, w))`,
    `except ValueError:`,
    `    ${n} = ${x.name}`,
  ],
  (x, n, k) => [
    `d = {"samples": ${x.name}}`,
    `e = d.copy()`,
    `e["samples"] = e["samples"].unsqueeze(${k.pick([0, -1])})`,
    `${n} = ${k.pick(['d', 'e'])}["samples"]`,
  ],
  (x, n, k) => [
    `${n} = ${x.name}`,
    `for _ in range(${k.whole(0, 2)}):`,
    `    ${n} = ${n}${k.pick(['.unsqueeze(0)', '[0]', `.permute(*range(1, ${x.rank}), 0)`, ' * 2'])}`,
  ],
];

/** One per kind of operation. */
export const ALL_TEMPLATES = [...TEMPLATES, ...MORE_TEMPLATES];
const ALL_BLOCKS = [...BLOCKS, ...MORE_BLOCKS];

interface Start {
  readonly kit: Kit;
  readonly seeds: Readonly<Record<string, readonly number[]>>;
  /** The seeds at first; a program adds its own. */
  readonly variables: Variable[];
}

function makeKit(seed: number): Start {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const size = () => pick([1, 2, 2, 3, 4, 5, 6, 7]);
  const image = [pick([1, 1, 2, 3]), whole(2, 7), whole(2, 7), pick([1, 3, 3, 4])];
  const seeds: Record<string, readonly number[]> = {
    image,
    mask: pick([image.slice(0, 3), [pick([1, 2]), whole(2, 7), whole(2, 7)]]),
    x: Array.from({ length: whole(1, 5) }, size),
  };
  const variables: Variable[] = Object.entries(seeds).map(([name, shape]) => ({
    name,
    rank: shape.length,
  }));
  const kit: Kit = {
    random,
    pick,
    whole,
    dim: rank =>
      random() < 0.04
        ? whole(-5, 5)
        : pick([whole(0, Math.max(rank - 1, 0)), whole(-Math.max(rank, 1), -1)]),
    other: rank => pick([...variables.filter(item => item.rank === rank), ...variables]).name,
  };
  return { kit, seeds, variables };
}

/** A program of one operation, on the seeds that it names; null where the template has none for them. */
export function makeOperation(template: number, seed: number): Program | null {
  const { kit, seeds, variables } = makeKit(seed);
  const from = kit.pick(variables);
  const made = ALL_TEMPLATES[template]!({ name: from.name, rank: Math.max(from.rank, 1) }, kit);
  if (!made) return null;
  const used = Object.entries(seeds).filter(([name]) => new RegExp(`\\b${name}\\b`).test(made[0]));
  return programOf(Object.fromEntries(used), `v0 = ${made[0]}`);
}

/** A program of one line; what is named `image` or `mask` has sizes known by name only. */
export function programOf(seeds: Program['seeds'], line: string): Program {
  const named = Object.entries({ image: 'BHWC', mask: 'BHW' } as const);
  return {
    seeds,
    named: Object.fromEntries(named.filter(([name]) => name in seeds)),
    lines: [line, 'end = 0'],
  };
}

/** One program; the same seed gives the same program. */
export function makeProgram(seed: number): Program {
  const { kit, seeds, variables } = makeKit(seed);
  const { random, pick, whole } = kit;
  const lines: string[] = [];
  const count = whole(2, 8);
  for (let i = 0; i < count; i++) {
    const from = random() < 0.7 ? variables.at(-1)! : pick(variables);
    const name = `v${i}`;
    if (random() < 0.15) {
      lines.push(...pick(ALL_BLOCKS)(from, name, kit));
      variables.push({ name, rank: from.rank });
      continue;
    }
    const made = pick(ALL_TEMPLATES)({ name: from.name, rank: Math.max(from.rank, 1) }, kit);
    if (!made) continue;
    lines.push(`${name} = ${made[0]}`);
    variables.push({ name, rank: Math.min(Math.max(made[1], 0), 6) });
  }
  lines.push('end = 0');
  return { seeds, named: { image: 'BHWC', mask: 'BHW' }, lines };
}
