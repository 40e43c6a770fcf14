import { globalDtype, storageDtype } from '../torch/torchDtypeNames';
import {
  BUILTIN_DANGERS,
  LIBRARY_DANGER_NAMES,
  LIBRARY_DANGERS,
  LOADER_MODULES,
  LOADER_NAMES,
  REACHING_ATTRIBUTES,
  SHARED_MODULE_DANGERS,
  STDLIB_MODULES,
  STDLIB_PACKAGES,
  STDLIB_VALUE_NAMES,
  STDLIB_VALUES,
} from './dangerousNames';
import type { PickleGlobal } from './value';

/**
 * What a name in a pickle means for who loads it with Python's own loader: `runs` code, `loads` code or
 * another pickle, `class` (some library's: importing it runs that library), `data` that tensors need.
 */
export type NameVerdict = 'runs' | 'loads' | 'class' | 'data';

/**
 * Classes and functions that data alone needs, as `torch.load(weights_only=True)` allows them (source:
 * torch/_weights_only_unpickler.py), plus numpy's scalars, which old checkpoints hold
 * beside their tensors as plain numbers.
 */
const DATA: ReadonlySet<string> = new Set([
  ...['OrderedDict', 'Counter', 'defaultdict'].map(name => `collections ${name}`),
  ...['builtins', '__builtin__'].flatMap(module =>
    ['set', 'frozenset', 'complex', 'bytearray', 'bytes', 'list', 'dict', 'tuple', 'int', 'float']
      .concat('bool', 'str', 'slice', 'range', 'xrange', 'unicode', 'long', 'object')
      .map(name => `${module} ${name}`),
  ),
  '_codecs encode',
  ...['Size', 'device', 'Tensor', 'strided', 'sparse_coo', 'sparse_csr', 'sparse_csc'].map(torch),
  ...['sparse_bsr', 'sparse_bsc', 'jagged', '_mkldnn', 'Generator'].map(torch),
  ...['per_tensor_affine', 'per_tensor_symmetric', 'per_channel_affine'].map(torch),
  ...['per_channel_symmetric', 'per_channel_affine_float_qparams'].map(torch),
  ...['contiguous_format', 'channels_last', 'channels_last_3d', 'preserve_format'].map(torch),
  'torch.nn.parameter Parameter',
  'torch.nn.parameter UninitializedParameter',
  'torch.nn.parameter UninitializedBuffer',
  'torch.nn.parameter Buffer',
  'torch Parameter',
  'torch.serialization _get_layout',
  'torch._tensor _rebuild_from_type',
  'torch._tensor _rebuild_from_type_v2',
  'torch.storage TypedStorage',
  'torch.storage _TypedStorage',
  ...['_rebuild_tensor', '_rebuild_tensor_v2', '_rebuild_tensor_v3', '_rebuild_parameter']
    .concat('_rebuild_parameter_with_state', '_rebuild_qtensor', '_rebuild_sparse_tensor')
    .concat('_rebuild_sparse_csr_tensor', '_rebuild_meta_tensor_no_storage')
    .concat('_rebuild_nested_tensor', '_rebuild_device_tensor_from_numpy')
    .concat('_rebuild_device_tensor_from_cpu_tensor', '_rebuild_xla_tensor')
    .concat('_rebuild_wrapper_subclass')
    .map(name => `torch._utils ${name}`),
  'numpy dtype',
  'numpy.core.multiarray scalar',
  'numpy._core.multiarray scalar',
]);

function torch(name: string): string {
  return `torch ${name}`;
}

/** The first that fits decides; what none knows is some library's class. */
const JUDGES: readonly [NameVerdict, (value: PickleGlobal) => boolean][] = [
  ['data', isData],
  ['loads', isLoader],
  ['runs', isDangerousLibrary],
  ['runs', reachesThroughDots],
  ['runs', isDangerousBuiltin],
  ['runs', isDangerousInSharedModule],
  ['class', isStdlibValue],
  ['runs', isStdlib],
];

/**
 * Judges a name by list. Nothing here depends on it for safety, since nothing is ever called; it decides
 * what is said of a file. Of Python's own library only what is known to make values counts as a class.
 */
export function classifyName(value: PickleGlobal): NameVerdict {
  return JUDGES.find(([, fits]) => fits(value))?.[0] ?? 'class';
}

function isData(value: PickleGlobal): boolean {
  const key = `${value.module} ${value.name}`;
  if (DATA.has(key) || globalDtype(value) || storageDtype(value)) return true;
  return /^numpy\.dtypes \w+DType$/.test(key);
}

function isLoader({ module, name }: PickleGlobal): boolean {
  return LOADER_NAMES.has(`${module}:${name}`) || isBelow(LOADER_MODULES, module);
}

function isDangerousLibrary({ module, name }: PickleGlobal): boolean {
  return LIBRARY_DANGER_NAMES.has(`${module}:${name}`) || isBelow(LIBRARY_DANGERS, module);
}

/** A dotted name (protocol 4) reaches through one object into another: `collections abc.os.system`. */
function reachesThroughDots({ module, name }: PickleGlobal): boolean {
  if (!name.includes('.')) return /^(eval|exec|execfile|system|popen|Popen|__\w+__)$/.test(name);
  const owners = `${module}.${name}`.split('.').slice(module.split('.').length, -1);
  const reachesModule = owners.some(part => isStdlibModule(part) && !STDLIB_VALUES.has(part));
  return reachesModule || isStdlibModule(module) || REACHING_ATTRIBUTES.test(name);
}

function isDangerousBuiltin({ module, name }: PickleGlobal): boolean {
  return /^(builtins|__builtin__)$/.test(module) && BUILTIN_DANGERS.has(name);
}

function isDangerousInSharedModule({ module, name }: PickleGlobal): boolean {
  const owner = name.split('.')[0]!;
  return SHARED_MODULE_DANGERS.get(module)?.has(owner) ?? false;
}

function isStdlibValue({ module, name }: PickleGlobal): boolean {
  return STDLIB_VALUES.has(module) || (STDLIB_VALUE_NAMES.get(module)?.has(name) ?? false);
}

function isStdlib({ module }: PickleGlobal): boolean {
  return isStdlibModule(module);
}

function isStdlibModule(module: string): boolean {
  return STDLIB_MODULES.has(module) || isBelow(STDLIB_PACKAGES, module);
}

/** Whether a module or one that it lies below is in the set. */
function isBelow(modules: ReadonlySet<string>, module: string): boolean {
  const parts = module.split('.');
  return parts.some((_, i) => modules.has(parts.slice(0, i + 1).join('.')));
}
