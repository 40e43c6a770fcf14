import { globalDtype, storageDtype } from './dtypes';
import type { PickleGlobal } from './pickleValue';

/**
 * Classes and functions that data alone needs, as `torch.load(weights_only=True)` allows them (source:
 * torch/_weights_only_unpickler.py), plus numpy's scalars, which old checkpoints hold
 * beside their tensors as plain numbers.
 */
const ALLOWED: ReadonlySet<string> = new Set([
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

/**
 * Modules whose functions start programs, run code or change files; no honest checkpoint names
 * them. Names that people give to modules of their own (`code`, `trace`, `profile`) are left out.
 */
const DANGEROUS_MODULES: ReadonlySet<string> = new Set(
  [
    'os posix nt pty subprocess _posixsubprocess popen2 sys shutil importlib imp runpy codeop pickle',
    '_pickle cPickle marshal ctypes _ctypes socket _socket urllib urllib2 httplib ftplib smtplib',
    'telnetlib webbrowser pdb bdb cProfile timeit doctest pydoc pkgutil zipimport ensurepip pip',
    'distutils idlelib lib2to3 antigravity paramiko pexpect ptyprocess',
  ].flatMap(line => line.split(' ')),
);

const DANGEROUS_NAMES: ReadonlySet<string> = new Set([
  ...['builtins', '__builtin__'].flatMap(module =>
    ['eval', 'exec', 'execfile', 'compile', 'open', 'file', '__import__', 'globals', 'locals']
      .concat('breakpoint', 'input', 'raw_input', 'apply', 'reload')
      .map(name => `${module} ${name}`),
  ),
  'torch load',
  'torch.serialization load',
  'torch.hub load',
  'torch.hub download_url_to_file',
  'torch.hub load_state_dict_from_url',
  'torch.utils.cpp_extension load',
  'torch.utils.cpp_extension load_inline',
  'types CodeType',
]);

/** `allowed`: data. `dangerous`: known to run code. `unknown`: some class, shown by its name. */
export type GlobalVerdict = 'allowed' | 'unknown' | 'dangerous';

/**
 * Judges a name by list. Nothing depends on this for safety, since nothing is ever called; it decides
 * only whether a file is shown, shown with a finding, or refused as an attack.
 */
export function judgeGlobal(value: PickleGlobal): GlobalVerdict {
  const key = `${value.module} ${value.name}`;
  if (ALLOWED.has(key) || globalDtype(value) || storageDtype(value)) return 'allowed';
  if (/^numpy\.dtypes \w+DType$/.test(key)) return 'allowed';
  // A dotted name (protocol 4) reaches through one object into another: `collections abc.os.system`.
  const path = `${value.module}.${value.name}`.split('.');
  const owner = path.slice(0, -1);
  const isDangerous =
    DANGEROUS_NAMES.has(key) ||
    prefixes(value.module).some(prefix => DANGEROUS_MODULES.has(prefix)) ||
    (value.name.includes('.') && owner.some(part => DANGEROUS_MODULES.has(part)));
  return isDangerous ? 'dangerous' : 'unknown';
}

/** `a`, `a.b`, `a.b.c` for `a.b.c`. */
function prefixes(module: string): string[] {
  const parts = module.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}
