/** A tensor of the program under construction. */
export interface Variable {
  readonly name: string;
  readonly rank: number;
}

type Pick = <T>(items: readonly T[]) => T;
/** Choices of a seeded program. */
export interface Kit {
  readonly random: () => number;
  readonly pick: Pick;
  readonly whole: (low: number, high: number) => number;
  readonly dim: (rank: number) => number;
  readonly other: (rank: number) => string;
}
export type Template = (x: Variable, kit: Kit) => readonly [code: string, rank: number] | null;

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

/** Expressions over one tensor, with the rank that they give. */
export const TEMPLATES: readonly Template[] = [
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
