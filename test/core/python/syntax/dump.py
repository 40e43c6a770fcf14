"""Prints each statement of Python files as CPython's parser has it, in the notation of dump.ts."""
import ast, sys

OPS = {'Add': '+', 'Sub': '-', 'Mult': '*', 'Div': '/', 'FloorDiv': '//', 'Mod': '%', 'Pow': '**', 'MatMult': '@',
       'LShift': '<<', 'RShift': '>>', 'BitOr': '|', 'BitXor': '^', 'BitAnd': '&', 'And': 'and', 'Or': 'or',
       'Not': 'not', 'Invert': '~', 'UAdd': '+', 'USub': '-', 'Eq': '==', 'NotEq': '!=', 'Lt': '<', 'LtE': '<=',
       'Gt': '>', 'GtE': '>=', 'Is': 'is', 'IsNot': 'is-not', 'In': 'in', 'NotIn': 'not-in'}


def op(node):
    return OPS[type(node).__name__]


def lst(*items):
    return '(' + ' '.join(items) + ')'


def constant(value):
    if value is None: return 'null'
    if value is True or value is False: return str(value).lower()
    if value is ...: return '...'
    return '$' if isinstance(value, (str, bytes)) else '#'


def nested(name, parts):
    out = parts[0]
    for part in parts[1:]:
        out = lst(name, out, part)
    return out


def argument(node):
    if isinstance(node, ast.keyword):
        return ('**' if node.arg is None else node.arg + '=') + e(node.value)
    return '*' + e(node.value) if isinstance(node, ast.Starred) else e(node)


def arguments(node):
    # In the order of the text: `f(a=1, *b)`.
    return [argument(n) for n in sorted(node.args + node.keywords, key=lambda n: (n.lineno, n.col_offset))]


def params(a):
    out = []
    plain = a.posonlyargs + a.args
    first = len(plain) - len(a.defaults)
    for i, p in enumerate(plain):
        out.append(p.arg + ('=' + e(a.defaults[i - first]) if i >= first else ''))
    if a.vararg: out.append('*' + a.vararg.arg)
    for p, d in zip(a.kwonlyargs, a.kw_defaults):
        out.append(p.arg + ('=' + e(d) if d else ''))
    if a.kwarg: out.append('**' + a.kwarg.arg)
    return lst(*out)


def comprehension(kind, n, element, value):
    clauses = [lst('for', e(c.target), e(c.iter), *map(e, c.ifs)) for c in n.generators]
    return lst(kind, e(element), e(value), *clauses)


def e(n):
    if n is None: return '_'
    t = type(n).__name__
    if t == 'Name': return n.id
    if t == 'Constant': return constant(n.value)
    if t == 'JoinedStr': return '$'
    if t in ('Tuple', 'List', 'Set'): return lst(t, *map(e, n.elts))
    if t == 'Dict': return lst('Dict', *(e(k) + ':' + e(v) for k, v in zip(n.keys, n.values)))
    if t == 'Attribute': return lst('.', e(n.value), n.attr)
    if t == 'Subscript':
        bare = isinstance(n.slice, ast.Tuple) and n.slice.elts and not parenthesised(n.slice)
        return lst('Index', e(n.value), *(map(e, n.slice.elts) if bare else [e(n.slice)]))
    if t == 'Slice': return lst('Slice', e(n.lower), e(n.upper), e(n.step))
    if t == 'Call': return lst('Call', e(n.func), *arguments(n))
    if t == 'UnaryOp': return lst(op(n.op), e(n.operand))
    if t == 'BinOp': return lst(op(n.op), e(n.left), e(n.right))
    if t == 'BoolOp': return nested(op(n.op), list(map(e, n.values)))
    if t == 'Compare':
        sides = [n.left, *n.comparators]
        return nested('and', [lst(op(o), e(a), e(b)) for o, a, b in zip(n.ops, sides, sides[1:])])
    if t == 'IfExp': return lst('if', e(n.test), e(n.body), e(n.orelse))
    if t == 'Lambda': return lst('lambda', params(n.args), e(n.body))
    if t == 'ListComp': return comprehension('list', n, n.elt, None)
    if t == 'SetComp': return comprehension('set', n, n.elt, None)
    if t == 'GeneratorExp': return comprehension('generator', n, n.elt, None)
    if t == 'DictComp': return comprehension('dict', n, n.key, n.value)
    if t == 'Starred': return lst('*', e(n.value))
    if t == 'NamedExpr': return lst(':=', e(n.target), e(n.value))
    return e(n.value) if t == 'Await' else 'opaque'


def parenthesised(n):
    line = LINES[n.lineno - 1]
    return line[n.col_offset:n.col_offset + 1] == b'(' and n.elts[0].col_offset != n.col_offset


def block(body):
    return lst(*filter(None, map(s, body)))


def imports(n):
    if isinstance(n, ast.Import):
        return [a.name + '>' + a.asname if a.asname else a.name.split('.')[0] + '>' + a.name.split('.')[0] for a in n.names]
    head = '.' * n.level + (n.module or '')
    return [head + '.' + a.name + '>' + (a.asname or a.name) for a in n.names]


def s(n):
    t = type(n).__name__.replace('Async', '')
    if t == 'Assign': return lst('=', *map(e, n.targets), e(n.value))
    if t == 'AnnAssign': return lst('=', e(n.target), e(n.value)) if n.value else ''
    if t == 'AugAssign': return lst(op(n.op) + '=', e(n.target), e(n.value))
    if t == 'Expr': return lst('do', e(n.value))
    if t == 'Return': return lst('return', e(n.value))
    if t == 'Assert': return lst('assert', e(n.test))
    if t in ('Import', 'ImportFrom'): return lst('import', *imports(n))
    if t in ('Delete', 'Global', 'Nonlocal'): return 'forget'
    if t == 'If': return '(if ' + e(n.test) + ' ' + block(n.body) + ' ' + orelse(n.orelse) + ')'
    if t == 'For': return lst('for', e(n.target), e(n.iter), block(n.body), block(n.orelse))
    if t == 'While': return lst('while', e(n.test), block(n.body), block(n.orelse))
    if t == 'With': return lst('with', *(e(i.context_expr) + '>' + e(i.optional_vars) for i in n.items), block(n.body))
    if t in ('Try', 'TryStar'):
        handlers = [lst(e(h.type), h.name or '_', block(h.body)) for h in n.handlers]
        return lst('try', block(n.body), *handlers, block(n.orelse), block(n.finalbody))
    if t == 'FunctionDef': return lst('def', n.name, params(n.args), block(n.body))
    if t == 'ClassDef':
        bases = sorted(n.bases + n.keywords, key=lambda b: (b.lineno, b.col_offset))
        return lst('class', n.name, lst(*map(argument, bases)), block(n.body))
    if t == 'Match': return lst('match', e(n.subject), *(block(c.body) for c in n.cases))
    return t


def orelse(body):
    """`else: if` and `elif` are one in CPython's tree; only the second starts at the `elif`."""
    if len(body) == 1 and isinstance(body[0], ast.If):
        line = LINES[body[0].lineno - 1]
        if line[body[0].col_offset:].startswith(b'elif'): return s(body[0])
    return block(body)


sys.setrecursionlimit(10000)
for path in sys.stdin.read().split('\n'):
    source = open(path, 'rb').read()
    LINES = source.split(b'\n')
    print('\n'.join(filter(None, map(s, ast.parse(source).body))))
    print('---')
