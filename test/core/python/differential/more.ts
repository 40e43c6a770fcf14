import type { Kit, Template, Variable } from './templates';

const UNARY =
  'rsqrt expm1 exp2 log log2 log10 log1p sin cos tan asin acos atan arcsin arccos arctan sinh cosh tanh reciprocal erf logit deg2rad rad2deg absolute neg negative ceil trunc fix sign sgn square positive logical_not isnan isinf isfinite signbit fliplr flipud tril triu conj'.split(
    ' ',
  );
const ACTIVATIONS = 'relu gelu silu leaky_relu elu softplus hardtanh hardsigmoid normalize'.split(
  ' ',
);
const IN_PLACE =
  'clamp_(0, 1)|clip_(0, 1)|abs_()|neg_()|sqrt_()|exp_()|round_()|floor_()|ceil_()|sigmoid_()|tanh_()|relu_()|zero_()|fill_(1)|masked_fill_(torch.tensor(True), 0)|uniform_()|normal_()|nan_to_num_()|add_(1)|sub_(1)|mul_(2)|div_(2)|pow_(2)|fmod_(2)|remainder_(2)|unsqueeze_(0)|squeeze_(0)|transpose_(0, -1)|requires_grad_(False)'.split(
    '|',
  );
const BINARY =
  'sub subtract multiply div divide true_divide floor_divide pow remainder fmod atan2 arctan2 fmax fmin hypot lt gt le ge eq ne greater less greater_equal less_equal not_equal logical_and logical_or logical_xor isclose float_power xlogy copysign'.split(
    ' ',
  );
const NUMPY_UNARY = 'sqrt exp sin abs floor ceil rint square isnan sign fliplr flipud'.split(' ');
const NUMPY_BINARY = 'maximum minimum add multiply power hypot greater mod'.split(' ');

const array = (x: Variable): string => `${x.name}.detach().float().numpy()`;
const back = (code: string): string => `torch.from_numpy(np.array(${code}))`;
/** A picture of the image seed: RGB for three channels, RGBA for four; one channel raises. */
const picture = 'Image.fromarray((image[0].numpy() * 255).astype(np.uint8))';
const converted = (k: Kit): string =>
  `${picture}.convert("${k.pick(['RGB', 'RGBA', 'L', 'LA', 'HSV', 'YCbCr'])}")`;

const pictureSteps = (k: Kit): string =>
  k.pick([
    '.resize((5, 3))',
    '.rotate(90, expand=True)',
    '.transpose(Image.FLIP_LEFT_RIGHT)',
    '.transpose(Image.ROTATE_90)',
    '.crop((0, 0, 2, 2))',
    '.split()[0]',
    '.split()[-1]',
    '.getchannel(0)',
    '.copy()',
    '.filter(ImageFilter.GaussianBlur(1))',
    '.point(lambda v: v)',
    '.convert("L")',
    '.convert("RGBA")',
    '',
  ]);

/** Operations that the first table leaves out. */
export const MORE_TEMPLATES: readonly Template[] = [
  (x, k) => [`torch.${k.pick(UNARY)}(${x.name}.float())`, x.rank],
  (x, k) => [`F.${k.pick(ACTIVATIONS)}(${x.name}.float())`, x.rank],
  (x, k) => [`${x.name}.float().clone().${k.pick(IN_PLACE)}`, x.rank],
  (x, k) => [
    `torch.${k.pick(BINARY)}(${x.name}.float(), ${k.pick([`${x.name}.float()`, `${k.other(x.rank)}.float()`])})`,
    x.rank,
  ],
  (x, k) => [
    `${x.name}.long() ${k.pick(['<<', '>>', '&', '|', '^'])} ${k.pick(['1', `${x.name}.long()`])}`,
    x.rank,
  ],
  (x, k) => [
    `torch.bitwise_${k.pick(['and', 'or', 'xor', 'left_shift'])}(${x.name}.long(), 1)`,
    x.rank,
  ],
  (x, k) => [`torch.addcmul(${x.name}, ${x.name}, ${k.other(x.rank)})`, x.rank],
  (x, k) => [`${x.name}.${k.pick(['swapdims', 'moveaxis'])}(0, ${k.dim(x.rank)})`, x.rank],
  (x, _k) => [`torch.ravel(${x.name})`, 1],
  (x, k) => [`${x.name}.flatten().unflatten(0, (${k.pick(['-1, 1', '1, -1', '-1, 2'])}))`, 2],
  (x, k) => [
    `${x.name}.${k.pick(['broadcast_to', 'expand'])}((${k.whole(1, 2)}, *${x.name}.shape))`,
    x.rank + 1,
  ],
  (x, k) => [`${x.name}.reshape_as(${k.pick([x.name, k.other(x.rank)])})`, x.rank],
  (x, k) => [`torch.concat([${x.name}, ${x.name}], dim=${k.dim(x.rank)})`, x.rank],
  (x, k) => [
    `torch.tensor_split(${x.name}, ${k.whole(1, 3)}, dim=${k.dim(x.rank)})[${k.pick([0, -1])}]`,
    x.rank,
  ],
  (x, k) => [
    `torch.${k.pick(['nansum', 'nanmean', 'var', 'amin', 'logsumexp', 'count_nonzero'])}(${x.name}.float(), dim=${k.dim(x.rank)})`,
    x.rank - 1,
  ],
  (x, k) => [
    `torch.${k.pick(['max', 'min', 'median'])}(${x.name}, dim=${k.dim(x.rank)}).${k.pick(['values', 'indices'])}`,
    x.rank - 1,
  ],
  (x, k) => [`torch.argsort(${x.name}, dim=${k.dim(x.rank)})`, x.rank],
  (x, _k) => [`torch.unique(${x.name})`, 1],
  (x, k) => [
    `F.interpolate(${x.name}, ${k.pick(['(4, 4)', 'size=3', 'scale_factor=(2, 2)', 'size=[2, 2, 2]'])}, mode=${k.pick(['"nearest"', '"bicubic"', '"linear"', '"trilinear"', '"nearest-exact"'])})`,
    x.rank,
  ],
  (x, _k) => [`F.conv1d(${x.name}.float(), torch.rand(2, ${x.name}.shape[-2], 1))`, x.rank],
  (x, k) => [
    `F.${k.pick(['max_pool1d', 'avg_pool1d', 'max_pool3d', 'avg_pool3d'])}(${x.name}.float(), ${k.pick(['1', '2'])})`,
    x.rank,
  ],
  (x, k) => [`F.adaptive_${k.pick(['avg', 'max'])}_pool1d(${x.name}.float(), 2)`, x.rank],
  (x, k) => [
    `F.grid_sample(${x.name}.float(), F.affine_grid(torch.eye(2, 3).unsqueeze(0).repeat(${x.name}.shape[0], 1, 1), (${x.name}.shape[0], 1, ${k.whole(2, 4)}, 3)))`,
    x.rank,
  ],
  (x, _k) => [`F.pixel_shuffle(${x.name}.repeat_interleave(4, dim=-3), 2)`, x.rank],
  (x, k) => [
    `torch.${k.pick(['randn', 'zeros', 'empty'])}(${k.pick([`${x.name}.shape[0], 2`, `*${x.name}.shape`, `${x.name}.size()`, `${x.name}.shape[:-1]`])})`,
    2,
  ],
  (x, k) => [
    `torch.randint(0, 5, ${k.pick([`(${x.name}.shape[0], 2)`, `${x.name}.shape`, `size=(3, ${x.name}.shape[-1])`])})`,
    2,
  ],
  (x, _k) => [`torch.full_like(${x.name}, 2)`, x.rank],
  (x, k) => [`${x.name}.new_${k.pick(['ones', 'empty'])}(${x.name}.shape[0], 3)`, 2],
  (x, k) => [`${x.name}.${k.pick(['double()', 'bfloat16().float()', 'short()'])}`, x.rank],
  (x, k) => [`${x.name}.type_as(${k.other(x.rank)})`, x.rank],
  (x, k) => [`${x.name}.unfold(${k.dim(x.rank)}, ${k.whole(1, 3)}, ${k.whole(1, 2)})`, x.rank + 1],
  (x, k) => [`torch.${k.pick(['mm', 'bmm', 'matmul'])}(${x.name}, ${x.name}.mT)`, x.rank],
  (x, k) => [`torch.fft.${k.pick(['fft', 'fft2', 'ifft2'])}(${x.name}.float()).real`, x.rank],
  (x, _k) => [`copy.deepcopy(${x.name})`, x.rank],
  (x, k) => [
    `${k.pick(['common_upscale', 'comfy.utils.common_upscale'])}(${x.name}, ${k.pick(['6', `${x.name}.shape[-1]`])}, 4, "${k.pick(['bilinear', 'area', 'nearest-exact', 'bicubic'])}", "disabled")`,
    x.rank,
  ],
  (x, k) => [
    `comfy.utils.repeat_to_batch_size(${x.name}, ${k.pick(['3', 'image.shape[0]'])})`,
    x.rank,
  ],
  (x, k) => [back(`np.${k.pick(NUMPY_UNARY)}(${array(x)})`), x.rank],
  (x, k) => [back(`np.${k.pick(NUMPY_BINARY)}(${array(x)}, ${k.pick(['2', array(x)])})`), x.rank],
  (x, k) => [back(`np.${k.pick(['squeeze', 'ravel'])}(${array(x)})`), Math.max(x.rank - 1, 0)],
  (x, k) => [back(`${array(x)}.squeeze(${k.pick(['', '0', 'axis=-1'])})`), x.rank - 1],
  (x, k) => [back(`np.moveaxis(${array(x)}, ${k.dim(x.rank)}, ${k.dim(x.rank)})`), x.rank],
  (x, k) => [back(`np.repeat(${array(x)}, 2, axis=${k.dim(x.rank)})`), x.rank],
  (x, k) => [
    back(`np.pad(${array(x)}, ${k.pick(['1', `[(1, 1)] * ${x.rank}`, `((0, 1),) * ${x.rank}`])})`),
    x.rank,
  ],
  (x, k) => [
    back(`np.array([t.numpy() for t in ${x.name}.detach().float()])${k.pick(['', ' * 2'])}`),
    x.rank,
  ],
  (x, k) => [back(`np.stack([${array(x)}, ${array(x)}], axis=${k.dim(x.rank + 1)})`), x.rank + 1],
  (x, k) => [back(`np.full(${array(x)}.shape, ${k.pick(['0', '1.0'])})`), x.rank],
  (x, k) => [
    back(`np.where(${array(x)} > 0.5, ${array(x)}, ${k.pick(['0.0', array(x)])})`),
    x.rank,
  ],
  (x, k) => [back(`np.array_split(${array(x)}, 2, axis=${k.dim(x.rank)})[0]`), x.rank],
  (_x, k) => [back(`${converted(k)}${pictureSteps(k)}${pictureSteps(k)}`), 3],
  (_x, k) => [back(`${picture}${pictureSteps(k)}`), 3],
  (_x, k) => [
    back(
      `ImageOps.${k.pick(['invert', 'mirror', 'flip', 'grayscale'])}(${picture}.convert("${k.pick(['RGB', 'L'])}"))`,
    ),
    3,
  ],
  (_x, k) => [
    back(`Image.new("${k.pick(['RGB', 'L', 'RGBA'])}", (${k.whole(2, 5)}, image.shape[1]))`),
    3,
  ],
  (_x, k) => [
    back(`Image.fromarray((image[0].numpy().squeeze() * 255).astype(np.uint8))${pictureSteps(k)}`),
    3,
  ],
];

type Block = (x: Variable, name: string, kit: Kit) => readonly string[];

/** Statements that test how names, lists and pictures are followed. */
export const MORE_BLOCKS: readonly Block[] = [
  (x, n) => [
    `def ${n}_f(t):`,
    `    return t * ${n}_w`,
    `${n}_w = 1`,
    `${n}_w = torch.ones(2, *${x.name}.shape)`,
    `${n} = ${n}_f(${x.name})`,
  ],
  (x, n, k) => [
    `${n}_f = {"a": lambda t: t.unsqueeze(0), "b": lambda t: t${k.pick(['', '[0]', ' * 2'])}}`,
    `${n} = ${n}_f["${k.pick(['a', 'b'])}"](${x.name})`,
  ],
  (x, n, k) => [
    `${n}_l = [t if i ${k.pick(['>', '=='])} 0 else t * 2 for i, t in enumerate(${x.name})]`,
    `${n} = torch.${k.pick(['stack', 'cat'])}(${n}_l)`,
  ],
  (x, n, k) => [
    `${n}_l = []`,
    `for i in range(${x.name}.shape[0]):`,
    `    t = ${x.name}[i].squeeze()`,
    `    ${n}_l.append(t${k.pick(['', '.unsqueeze(0)'])})`,
    `${n} = torch.${k.pick(['stack', 'cat'])}(${n}_l)`,
  ],
  (x, n, k) => [
    `${n}_s = list(${x.name}.shape)`,
    `${n}_s[${k.pick([0, -1])}] = ${k.whole(1, 3)}`,
    `${n} = torch.zeros(${n}_s)`,
  ],
  (x, n) => [
    `def ${n}_f(t):`,
    `    if isinstance(t, list):`,
    `        return torch.cat([${n}_f(i) for i in t])`,
    `    return t.unsqueeze(0)`,
    `${n} = ${n}_f([${x.name}, ${x.name}])`,
  ],
  (_x, n, k) => [
    `${n}_p = ${picture}`,
    k.pick([`${n}_p.thumbnail((64, 64))`, `${n}_p.putalpha(${n}_p.convert("L"))`, `${n}_p.load()`]),
    `${n} = ${back(`${n}_p`)}`,
  ],
  (x, n, k) => [
    `${n} = None`,
    `for i, t in enumerate(${x.name}):`,
    `    ${n} = t if ${n} is None else torch.${k.pick(['cat', 'stack'])}((${n}, t))`,
  ],
  (x, n) => [
    `${n} = ${x.name}`,
    `def ${n}_f():`,
    `    global ${n}`,
    `    ${n} = ${n}.unsqueeze(0)`,
    `${n}_f()`,
  ],
  (x, n, k) => [
    `${n} = (${x.name}[0] if ${x.name}.shape[0] == 1 else ${x.name})${k.pick(['', '.float()'])}`,
    `${n} = torch.cat([${n}, ${n}])`,
  ],
];
