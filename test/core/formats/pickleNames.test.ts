import { describe, expect, test } from 'vitest';
import { classifyName } from '../../../src/core/formats/pickle/classifyName';

const verdict = (dotted: string) => {
  const [module, name] = dotted.split(':');
  return classifyName({ kind: 'global', module: module!, name: name! });
};

describe('each name is one of four', () => {
  test.each([
    ...['os:system', 'posix:system', 'nt:system', 'subprocess:Popen', 'builtins:eval'],
    ...['__builtin__:execfile', 'builtins:getattr', 'importlib:import_module', 'runpy:run_path'],
    ...['os.path:exists', 'collections:abc.os.system', 'ctypes:CDLL', 'marshal:loads'],
    // Found by the public scanners' authors, one by one: all of Python's own library.
    ...['cProfile:run', 'pydoc:locate', 'uuid:_get_command_stdout', 'imaplib:IMAP4_stream'],
    ...['_osx_support:_read_output', 'idlelib.pyshell:ModifiedInterpreter.runcode'],
    ...['timeit:timeit', 'logging:FileHandler', '_io:FileIO', 'types:CodeType', 'asyncio:run'],
    ...['operator:attrgetter', 'operator:methodcaller', 'shelve:open', 'zipfile:ZipFile'],
    ...['code:InteractiveInterpreter.runcode', 'trace:Trace.run', 'profile:run'],
    ...['numpy.f2py.crackfortran:getlincoef', 'numpy.testing._private.utils:runstring'],
    ...[
      'torch.utils.collect_env:run',
      'requests.api:get',
      'pip:main',
      'dataclasses:make_dataclass',
    ],
    ...['some.library:Thing.__init__.__globals__', 'some.library:eval'],
  ])('%s runs code', name => expect(verdict(name)).toBe('runs'));

  test.each([
    ...['pickle:loads', '_pickle:loads', 'torch:load', 'torch.storage:_load_from_bytes'],
    ...['cloudpickle.cloudpickle:_make_function', 'dill._dill:_create_function', 'joblib:load'],
  ])('%s loads code', name => expect(verdict(name)).toBe('loads'));

  test.each([
    ...['sklearn.linear_model._base:LinearRegression', 'numpy:ndarray', 'pathlib:PosixPath'],
    ...['numpy.core.multiarray:_reconstruct', 'argparse:Namespace', 'datetime:datetime'],
    ...[
      'functools:partial',
      'uuid:UUID',
      'logging:getLogger',
      'types:SimpleNamespace',
      'decimal:Decimal',
    ],
    ...['pytorch_lightning.callbacks.model_checkpoint:ModelCheckpoint', 'copyreg:_reconstructor'],
    ...['io:BytesIO', 'enum:Enum', 'random:Random', 'ultralytics.nn.tasks:DetectionModel'],
    ...['collections:deque', 'transformers.tokenization_utils_base:BatchEncoding', 're:_compile'],
    // Modules of people's own that bear a name of Python's.
    ...[
      'code:Net',
      'profile:Settings',
      'trace:Curve',
      'models.code:Encoder',
      'builtins:ValueError',
    ],
  ])("%s is a library's class", name => expect(verdict(name)).toBe('class'));

  test.each([
    ...['torch._utils:_rebuild_tensor_v2', 'torch:FloatStorage', 'torch:bfloat16'],
    ...['collections:OrderedDict', 'numpy:dtype', 'builtins:set', '_codecs:encode'],
  ])('%s is data', name => expect(verdict(name)).toBe('data'));
});
