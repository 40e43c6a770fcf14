/**
 * What pickles may name to do harm, as data. Sources: Python 3.12's `sys.stdlib_module_names` and library
 * reference; the deny-lists of the public scanners picklescan and fickling; the libraries' own documents.
 */

const words = (...lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap(line => line.split(' ')));

/** Modules of Python's library, packages apart: one that is no package has no modules below it. */
export const STDLIB_MODULES = words(
  '_aix_support _ast _asyncio _bootsubprocess _bz2 _codecs _collections _collections_abc _compression',
  '_compat_pickle _csv _ctypes _curses _datetime _dbm _decimal _elementtree _frozen_importlib',
  '_frozen_importlib_external _functools _gdbm _hashlib _heapq _imp _io _json _lsprof _lzma _md5',
  '_multiprocessing _opcode _operator _osx_support _overlapped _pickle _posixshmem _posixsubprocess',
  '_pydecimal _pyio _queue _random _scproxy _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat',
  '_string _struct _symtable _thread _tkinter _tracemalloc _uuid _warnings _weakref _winapi _xxsubinterpreters',
  'abc aifc antigravity argparse array ast asynchat asyncore atexit audioop base64 bdb binascii bisect bz2',
  'cProfile cPickle calendar cgi cgitb chunk cmath cmd codecs codeop colorsys commands compileall',
  'configparser contextlib contextvars copy copy_reg copyreg crypt csv dataclasses datetime decimal difflib',
  'dis doctest dummy_threading enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions',
  'ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac httplib',
  'imaplib imghdr imp inspect io ipaddress itertools keyword linecache locale lzma mailbox mailcap marshal',
  'math mimetypes mmap modulefinder msilib msvcrt netrc nis nntplib nt ntpath nturl2path numbers opcode',
  'operator optparse os.path ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform',
  'plistlib popen2 poplib posix posixfile posixpath pprint pstats pty pwd py_compile pyclbr pydoc pyexpat',
  'queue quopri random readline reprlib resource rexec rlcompleter runpy sched secrets select selectors',
  'shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sre_compile sre_constants',
  'sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog',
  'tabnanny tarfile telnetlib tempfile termios textwrap thread threading time timeit token tokenize tomllib',
  'traceback tracemalloc tty turtle types typing unicodedata urllib2 urlparse user uu uuid warnings wave',
  'weakref webbrowser winreg winsound xdrlib zipapp zipimport zlib',
);

/** Packages: they and all modules below them. */
export const STDLIB_PACKAGES = words(
  '_pyrepl asyncio collections concurrent ctypes curses dbm distutils email encodings ensurepip html http',
  'idlelib importlib json lib2to3 logging multiprocessing nturl2path os pip pydoc_data re setuptools sqlite3',
  'test.support tkinter turtledemo unittest urllib venv wsgiref xml xmlrpc zipfile zoneinfo',
);

/** Modules of Python's library that can only make values. */
export const STDLIB_VALUES = words(
  '_ast _bisect _collections_abc _datetime _decimal _heapq _pydecimal _random _struct _thread abc array',
  'ast bisect calendar cmath colorsys collections collections.abc contextvars copy copyreg copy_reg datetime decimal enum',
  'fractions functools _functools heapq ipaddress itertools json.decoder json.encoder math numbers pathlib',
  'pathlib._local pprint queue random re re._compiler sre_compile statistics struct threading typing',
  'weakref zoneinfo _collections _queue _weakref difflib graphlib sched textwrap multiprocessing.context',
  'http.cookiejar http.cookies email.message email.charset email.header xml.etree.ElementTree',
);

/** Names of modules that can do more, but not by these. */
export const STDLIB_VALUE_NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['_codecs', words('encode')],
  ['_io', words('BytesIO StringIO')],
  ['io', words('BytesIO StringIO')],
  ['argparse', words('Namespace')],
  ['optparse', words('Values')],
  ['configparser', words('ConfigParser RawConfigParser SectionProxy')],
  ['contextlib', words('nullcontext suppress')],
  ['dataclasses', words('_MISSING_TYPE Field _FIELD_BASE _DataclassParams')],
  ['hashlib', words('md5 sha1 sha256')],
  ['inspect', words('Parameter Signature _ParameterKind _empty')],
  [
    'logging',
    words('Logger RootLogger getLogger LogRecord Formatter StreamHandler Manager PlaceHolder'),
  ],
  ['string', words('Template')],
  ['time', words('struct_time')],
  [
    'types',
    words(
      'SimpleNamespace NoneType EllipsisType MappingProxyType GenericAlias UnionType MethodType',
    ),
  ],
  ['uuid', words('UUID SafeUUID')],
  ['os', words('PathLike stat_result terminal_size')],
  [
    'operator',
    words(
      'getitem add sub mul truediv floordiv neg pos not_ eq ne lt le gt ge and_ or_ xor contains matmul mod pow index',
    ),
  ],
  [
    '_operator',
    words(
      'getitem add sub mul truediv floordiv neg pos not_ eq ne lt le gt ge and_ or_ xor contains matmul mod pow index',
    ),
  ],
  ['sys', words('version_info float_info')],
  ['urllib.parse', words('ParseResult SplitResult')],
  ['multiprocessing.reduction', words('_reduce_method_descriptor')],
]);

/** Builtins that run, read or reach into other things; the others make values. */
export const BUILTIN_DANGERS = words(
  'eval exec execfile compile open file __import__ globals locals vars getattr setattr delattr breakpoint',
  'input raw_input apply reload help exit quit license credits copyright dir memoryview __build_class__',
);

/** Modules of user code often bear these names of Python's own, so that only what is Python's counts. */
export const SHARED_MODULE_DANGERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['code', words('InteractiveInterpreter InteractiveConsole interact compile_command')],
  ['trace', words('Trace')],
  ['profile', words('Profile run runctx')],
  ['test', words('support')],
]);

/** Other libraries' modules, all below them included, that run programs, code or requests. */
export const LIBRARY_DANGERS = words(
  'aiohttp requests httpx urllib3 paramiko fabric invoke pexpect ptyprocess psutil sh plumbum gevent eventlet',
  'twisted numpy.f2py numpy.distutils numpy.testing._private.utils scipy.weave cffi IPython ipykernel',
  'jedi pkg_resources virtualenv torch.utils.cpp_extension torch.utils.collect_env torch.utils.bottleneck',
  'torch._inductor torch._dynamo torch.fx.experimental.symbolic_shapes torch.utils._config_module',
  'torch.distributed.elastic torch.distributed.rpc torch.jit.unsupported_tensor_ops torch.testing._internal',
  'torch.utils.data.datapipes.utils.decoder torch.utils.model_dump torch._export torch._C._distributed_rpc',
  'tensorflow.python.platform.gfile tensorflow.python.lib.io keras.utils.file_utils bottle flask werkzeug',
  'nltk.downloader wandb.util mlflow.utils.process setuptools.command pydash.objects sympy.parsing',
);

/** Single names of other libraries that evaluate text or start programs. */
export const LIBRARY_DANGER_NAMES = words(
  'numpy.testing._private.nosetester:run_module_suite numpy.testing:runstring numpy:memmap numpy:fromfile',
  'numpy:savetxt numpy:save numpy:genfromtxt numpy:loadtxt numpy:DataSource pandas:eval',
  'pandas.core.computation.eval:eval sympy:sympify sympy.core.sympify:sympify yaml:load yaml:unsafe_load',
  'yaml:full_load torch:compile torch:save torch.serialization:save torch.hub:download_url_to_file',
  'keras.layers.core.lambda_layer:Lambda keras.src.layers.core.lambda_layer:Lambda',
  'tensorflow.python.ops.gen_io_ops:read_file tensorflow.python.ops.gen_io_ops:write_file',
  'pandas.core.frame:DataFrame.to_pickle pandas.io.pickle:to_pickle joblib.numpy_pickle:dump',
);

/** Modules, all below them included, that load pickles, code or models named inside the pickle. */
export const LOADER_MODULES = words(
  'cloudpickle dill torch.hub torch.package joblib.externals.cloudpickle pyspark.cloudpickle jsonpickle',
  'ray.cloudpickle torch._C._jit torch.jit._serialization',
);

/** Single names that load a pickle or code. */
export const LOADER_NAMES = words(
  'pickle:load pickle:loads pickle:_load pickle:_loads pickle:Unpickler pickle:_Unpickler _pickle:load',
  '_pickle:loads _pickle:Unpickler cPickle:load cPickle:loads torch:load torch.serialization:load',
  'torch.storage:_load_from_bytes torch.jit:load joblib:load joblib.numpy_pickle:load numpy:load',
  'numpy.lib.npyio:load numpy.lib._npyio_impl:load pandas:read_pickle pandas.io.pickle:read_pickle',
  'torch.utils.model_zoo:load_url torch.distributed.checkpoint:load',
);

/** In a dotted name these reach from a value into the interpreter. */
export const REACHING_ATTRIBUTES =
  /(^|\.)(__(globals|builtins|subclasses|class|bases|base|mro|dict|code|init|import|getattribute|reduce|reduce_ex|self|func|module|loader|spec)__|eval|exec|system|popen|Popen|check_output|getoutput|spawn\w*|run_code|runcode|import_module)$/;
