/** Random programs over tensors: mostly valid operations, now and then a wrong axis. */
export interface Program {
  readonly seeds: Readonly<Record<string, readonly number[]>>;
  /** Roles for seeds whose sizes the checker knows only by name. */
  readonly named: Readonly<Record<string, 'BHWC' | 'BHW'>>;
  readonly lines: readonly string[];
}

interface Variable {
  readonly name: string;
  readonly rank: number;
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

type Pick = <T>(items: readonly T[]) => T;
interface Kit {
  readonly random: () => number;
  readonly pick: Pick;
  readonly whole: (low: number, high: number) => number;
  readonly dim: (rank: number) => number;
  readonly other: (rank: number) => string;
}
type Template = (x: Variable, kit: Kit) => readonly [code: string, rank: number] | null;

const shuffled = (rank: number, kit: Kit): number[] => {
  const order = Array.from({ length: rank }, (_, i) => i);
  for (let i = rank - 1; i > 0; i--) {
    const j = kit.whole(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
};

const indexPart = (kit: Kit): string =>
  kit.pick([
    ':',
    ':',
    '0',
    '-1',
    'None',
    '...',
    '1:',
    ':2',
    '::2',
    '-2:',
    ':-1',
    '[0]',
    '[0, 0]',
    '0:1',
    '1:3',
    '5:',
  ]);

const TEMPLATES: readonly Template[] = [
  (x, k) => [`${x.name}.permute(${shuffled(x.rank, k)})`.replace('()', '(0)'), x.rank],
  (x, k) => [`${x.name}.permute(*${`[${shuffled(x.rank, k)}]`})`, x.rank],
  (x, k) => [`torch.permute(${x.name}, (${shuffled(x.rank, k).join(', ')},))`, x.rank],
  (x, k) => [
    `${x.name}.permute(${k.pick(['0, 3, 1, 2', '0, 2, 3, 1', '2, 0, 1', '1, 0'])})`,
    x.rank,
  ],
  (x, k) => [`${x.name}.movedim(${k.dim(x.rank)}, ${k.dim(x.rank)})`, x.rank],
  (x, k) => [
    `torch.movedim(${x.name}, (${k.dim(x.rank)}, ${k.dim(x.rank)}), (${k.dim(x.rank)}, ${k.dim(x.rank)}))`,
    x.rank,
  ],
  (x, k) => [
    `${x.name}.${k.pick(['transpose', 'swapaxes'])}(${k.dim(x.rank)}, ${k.dim(x.rank)})`,
    x.rank,
  ],
  (x, k) => [`${x.name}.unsqueeze(${k.dim(x.rank + 1)})`, x.rank + 1],
  (x, k) => [`torch.unsqueeze(${x.name}, dim=${k.dim(x.rank + 1)})`, x.rank + 1],
  (x, k) => [`${x.name}.squeeze(${k.dim(x.rank)})`, x.rank],
  (x, k) => [`${x.name}.squeeze()`, Math.max(1, x.rank - k.whole(0, 1))],
  (x, k) => {
    const parts = Array.from({ length: k.whole(1, x.rank) }, () => indexPart(k));
    if (parts.filter(part => part === '...').length > 1) return null;
    const drop = parts.filter(part => part === '0' || part === '-1').length;
    const add = parts.filter(part => part === 'None').length;
    return [`${x.name}[${parts.join(', ')}]`, x.rank - drop + add];
  },
  (x, k) => [
    `${x.name}[..., ${k.pick([':3', '0', 'None', ':1', '-1:', '0:1', '[0, 0]'])}]`,
    x.rank,
  ],
  (x, k) => [
    `${x.name}[${k.pick(['0', '-1', ':1', 'None', '0:1', 'None, ...', ':, None'])}]`,
    x.rank,
  ],
  (x, k) => [
    `${x.name} ${k.pick(['+', '-', '*', '/', '>', '==', '**'])} ${k.pick(['2', '0.5', '1.0', '255'])}`,
    x.rank,
  ],
  (x, k) => [`${k.pick(['1', '2.0'])} ${k.pick(['-', '*', '/', '+'])} ${x.name}`, x.rank],
  (x, k) => [`${x.name} ${k.pick(['+', '-', '*', '/', '<', '>='])} ${k.other(x.rank)}`, x.rank],
  (x, k) => [
    `torch.${k.pick(['maximum', 'minimum', 'add', 'mul'])}(${x.name}, ${k.other(x.rank)})`,
    x.rank,
  ],
  (x, k) => [
    `torch.where(${x.name} > 0.5, ${x.name}, ${k.pick([k.other(x.rank), '0.0'])})`,
    x.rank,
  ],
  (x, k) => [`torch.lerp(${x.name}, ${x.name}, ${k.pick(['0.5', k.other(x.rank)])})`, x.rank],
  (x, k) => [
    `torch.cat((${x.name}, ${k.pick([x.name, k.other(x.rank)])}), dim=${k.dim(x.rank)})`,
    x.rank,
  ],
  (x, _k) => [`torch.cat([${x.name}, ${x.name}, ${x.name}])`, x.rank],
  (x, k) => [
    `torch.stack([${x.name}, ${k.pick([x.name, k.other(x.rank)])}], dim=${k.dim(x.rank + 1)})`,
    x.rank + 1,
  ],
  (x, k) => [
    `torch.${k.pick(['vstack', 'hstack', 'dstack'])}((${x.name}, ${x.name}))`,
    Math.max(2, x.rank),
  ],
  (x, k) => [
    `${x.name}.reshape(${k.pick(['-1', '1, -1', '-1, 1', `-1, ${x.name}.shape[-1]`, `(-1, 1, ${x.name}.shape[-2], ${x.name}.shape[-1])`, `${x.name}.shape[0], -1`])})`,
    k.whole(1, 3),
  ],
  (x, k) => [
    `${x.name}.flatten(${k.pick(['', '1', '0, 1', 'start_dim=1', '1, 2', '-2'])})`,
    Math.max(1, x.rank - 1),
  ],
  (x, k) => [
    `${x.name}.contiguous().view(${k.pick(['-1', `${x.name}.shape[0], -1`, `${x.name}.size(0), 1, -1`, `*${x.name}.shape, 1`])})`,
    2,
  ],
  (x, k) => [
    `${x.name}.expand(${Array.from({ length: x.rank + k.whole(0, 1) }, () => k.pick(['-1', '-1', '3', '2'])).join(', ')})`,
    x.rank,
  ],
  (x, k) => [
    `${x.name}.repeat(${Array.from({ length: x.rank + k.whole(0, 1) }, () => k.pick([1, 1, 2, 3])).join(', ')})`,
    x.rank,
  ],
  (x, k) => [`${x.name}.repeat_interleave(2, dim=${k.dim(x.rank)})`, x.rank],
  (x, k) => [`torch.tile(${x.name}, (${k.pick(['2,', '1, 2', '2, 1, 1'])}))`, x.rank],
  (x, k) => [
    `${x.name}.${k.pick(['sum', 'mean', 'amax', 'prod'])}(${k.pick(['dim=', ''])}${k.dim(x.rank)}${k.pick(['', ', keepdim=True'])})`,
    x.rank,
  ],
  (x, k) => [
    `${x.name}.${k.pick(['sum', 'mean', 'amax'])}(dim=(${k.dim(x.rank)}, ${k.dim(x.rank)})${k.pick(['', ', keepdim=True'])})`,
    x.rank,
  ],
  (x, k) => [
    `${x.name}.${k.pick(['max', 'min', 'median'])}(dim=${k.dim(x.rank)}${k.pick(['', ', keepdim=True'])})[0]`,
    x.rank,
  ],
  (x, k) => [
    `${x.name}.${k.pick(['sum', 'mean', 'max', 'min', 'std', 'any', 'all', 'norm'])}()`,
    0,
  ],
  (x, k) => [
    `${x.name}.${k.pick(['argmax', 'argmin'])}(${k.pick(['', `dim=${k.dim(x.rank)}`])})`,
    x.rank - 1,
  ],
  (x, k) => [
    `${x.name}.${k.pick(['clamp(0, 1)', 'abs()', 'sqrt()', 'round()', 'float()', 'half()', 'clone()', 'contiguous()', 'cpu()', 'detach()', 'byte()', 'bool()', 'to(torch.float32)', 'exp()', 'sigmoid()', 'int()', 'long()'])}`,
    x.rank,
  ],
  (x, k) => [`torch.${k.pick(['zeros', 'ones', 'rand', 'empty'])}_like(${x.name})`, x.rank],
  (x, k) => [`${x.name}.chunk(${k.whole(1, 3)}, dim=${k.dim(x.rank)})[0]`, x.rank],
  (x, k) => [`${x.name}.split(${k.whole(1, 3)}, dim=${k.dim(x.rank)})[${k.pick([0, -1])}]`, x.rank],
  (x, k) => [`${x.name}.unbind(${k.dim(x.rank)})[0]`, x.rank - 1],
  (x, k) => [`${x.name}.narrow(${k.dim(x.rank)}, 0, ${k.whole(1, 2)})`, x.rank],
  (x, k) => [`${x.name}.select(${k.dim(x.rank)}, 0)`, x.rank - 1],
  (x, k) => [`torch.flip(${x.name}, dims=[${k.dim(x.rank)}])`, x.rank],
  (x, k) => [`torch.roll(${x.name}, 1, dims=${k.dim(x.rank)})`, x.rank],
  (x, k) => [
    `torch.rot90(${x.name}, ${k.whole(0, 3)}, (${k.dim(x.rank)}, ${k.dim(x.rank)}))`,
    x.rank,
  ],
  (x, k) => [
    `F.pad(${x.name}, (${k.pick(['1, 1', '1, 2, 3, 4', '0, 1, 0, 1', '1, 0, 0, 0, 2, 2'])}))`,
    x.rank,
  ],
  (x, k) => [
    `F.interpolate(${x.name}, size=${k.pick(['(4, 6)', '(3, 3)', '5', `(${x.name}.shape[-2], 8)`])}, mode="${k.pick(['nearest', 'bilinear', 'area'])}")`,
    x.rank,
  ],
  (x, k) => [`F.interpolate(${x.name}, scale_factor=${k.pick([2, 0.5, 1.5])})`, x.rank],
  (x, k) => [
    `F.${k.pick(['max_pool2d', 'avg_pool2d'])}(${x.name}, kernel_size=${k.pick([2, 3])}, stride=${k.pick([1, 2])}, padding=1)`,
    x.rank,
  ],
  (x, k) => [
    `F.conv2d(${x.name}.float(), torch.rand(${k.pick([2, 1])}, ${x.name}.shape[1] if ${x.name}.dim() == 4 else 1, 3, 3), padding=${k.pick([0, 1])})`,
    x.rank,
  ],
  (x, k) => [`F.adaptive_avg_pool2d(${x.name}, ${k.pick(['(2, 3)', '1'])})`, x.rank],
  (x, _k) => [`F.pixel_unshuffle(${x.name}, 2)`, x.rank],
  (x, k) => [
    `torch.${k.pick(['zeros', 'ones', 'rand', 'full'])}(${k.pick([`(${x.name}.shape[0], 3)`, `${x.name}.shape`, `(1, ${x.name}.shape[-1], 4)`, `[${x.name}.size(0), ${x.name}.size(-1)]`])}${''})`.replace(
      /full\((.*)\)$/,
      'full($1, 0.5)',
    ),
    2,
  ],
  (x, k) => [`torch.arange(${k.pick(['5', '2, 7', `${x.name}.shape[0]`, '0, 9, 2'])})`, 1],
  (x, k) => [`torch.linspace(0, 1, ${k.pick(['5', `${x.name}.shape[-1]`])})`, 1],
  (x, k) => [
    `torch.stack(torch.meshgrid(torch.arange(3), torch.arange(${x.name}.shape[0]), indexing="${k.pick(['ij', 'xy'])}"))`,
    3,
  ],
  (x, _k) => [`${x.name}.new_zeros((${x.name}.shape[0], 2))`, 2],
  (x, k) => [`${x.name}.${k.pick(['sort', 'topk'])}(${k.pick(['1', ''])})[0]`, x.rank],
  (x, _k) => [`(${x.name} > 0.5).nonzero()`, 2],
  (x, _k) => [`${x.name}[${x.name} > 0.5]`, 1],
  (x, _k) => [`${x.name}.T if ${x.name}.dim() == 2 else ${x.name}.mT`, x.rank],
  (x, _k) => [`torch.matmul(${x.name}, ${x.name}.transpose(-1, -2))`, x.rank],
  (x, k) => [`torch.cumsum(${x.name}, dim=${k.dim(x.rank)})`, x.rank],
  (x, k) => [`torch.softmax(${x.name}, dim=${k.dim(x.rank)})`, x.rank],
  (x, _k) => [`torch.from_numpy(np.array(${x.name}.float().numpy()))`, x.rank],
  (x, _k) => [
    `torch.from_numpy(np.clip(${x.name}.float().numpy() * 255, 0, 255).astype(np.uint8))`,
    x.rank,
  ],
  (x, k) => [
    `torch.from_numpy(np.expand_dims(${x.name}.float().numpy(), ${k.dim(x.rank + 1)}))`,
    x.rank + 1,
  ],
  (x, k) => [
    `torch.from_numpy(np.transpose(${x.name}.float().numpy(), (${shuffled(x.rank, k).join(', ')},)))`,
    x.rank,
  ],
  (x, k) => [
    `torch.from_numpy(np.concatenate([${x.name}.float().numpy(), ${x.name}.float().numpy()], axis=${k.dim(x.rank)}))`,
    x.rank,
  ],
  (x, k) => [
    `torch.from_numpy(np.stack([${x.name}.float().numpy()] * 2, axis=${k.dim(x.rank + 1)}))`,
    x.rank + 1,
  ],
  (x, k) => [
    `torch.from_numpy(${x.name}.float().numpy().mean(axis=${k.dim(x.rank)}, keepdims=${k.pick(['True', 'False'])}))`,
    x.rank,
  ],
  (x, k) => [
    `torch.from_numpy(${x.name}.float().numpy()[${k.pick(['0', '..., None', 'None', ':1'])}].copy())`,
    x.rank,
  ],
  (x, _k) => [`torch.stack([t for t in ${x.name}])`, x.rank],
  (x, _k) => [`torch.cat([t.unsqueeze(0) for t in ${x.name}], dim=0)`, x.rank],
  (x, k) => [
    `torch.stack([${x.name}[i] for i in range(${x.name}.shape[0])], dim=${k.dim(x.rank)})`,
    x.rank,
  ],
  (x, k) => [
    `${x.name}.unsqueeze(${k.pick([0, -1])}) if ${x.name}.ndim ${k.pick(['==', '<', '!='])} ${k.whole(2, 4)} else ${x.name}`,
    x.rank,
  ],
  (x, k) => [`torch.quantile(${x.name}.float(), 0.5${k.pick(['', `, dim=${k.dim(x.rank)}`])})`, 0],
  (x, k) => [`${x.name}.expand_as(${k.other(x.rank)})`, x.rank],
  (x, k) => [
    `torch.gather(${x.name}, ${k.dim(x.rank)}, torch.zeros(${x.name}.shape, dtype=torch.long))`,
    x.rank,
  ],
  (x, k) => [`${x.name}.index_select(${k.dim(x.rank)}, torch.tensor([0, 0, 0]))`, x.rank],
  (x, _k) => [`${x.name}.masked_fill(${x.name} > 0.5, 0)`, x.rank],
  (x, _k) => [`torch.nan_to_num(${x.name}, 0.0)`, x.rank],
  (x, k) => [`torch.std(${x.name}, dim=${k.dim(x.rank)}, keepdim=True)`, x.rank],
  (_x, k) => [`torch.tensor(${k.pick(['[1, 2, 3]', '[[1.0], [2.0]]', '0.5', '[]'])})`, 1],
];

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

/** One program; the same seed gives the same program. */
export function makeProgram(seed: number): Program {
  const random = randomFrom(seed);
  const pick: Pick = items => items[Math.floor(random() * items.length)]!;
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
  const lines: string[] = [];
  const count = whole(2, 8);
  for (let i = 0; i < count; i++) {
    const from = random() < 0.7 ? variables.at(-1)! : pick(variables);
    const name = `v${i}`;
    if (random() < 0.15) {
      lines.push(...pick(BLOCKS)(from, name, kit));
      variables.push({ name, rank: from.rank });
      continue;
    }
    const made = pick(TEMPLATES)({ name: from.name, rank: Math.max(from.rank, 1) }, kit);
    if (!made) continue;
    lines.push(`${name} = ${made[0]}`);
    variables.push({ name, rank: Math.min(Math.max(made[1], 0), 6) });
  }
  lines.push('end = 0');
  return { seeds, named: { image: 'BHWC', mask: 'BHW' }, lines };
}
