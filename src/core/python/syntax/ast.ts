/** A half-open range of UTF-16 offsets into the source text. */
export interface SourceSpan {
  readonly from: number;
  readonly to: number;
}

/** One argument of a call: named, spread or plain. */
export interface Argument extends SourceSpan {
  /** The keyword, or null for a positional argument. */
  readonly name: string | null;
  /** `*xs` or `**kw`, or null. */
  readonly spread: '*' | '**' | null;
  readonly value: Expr;
}

/** One parameter of a function or lambda. */
export interface Parameter extends SourceSpan {
  readonly name: string;
  readonly spread: '*' | '**' | null;
  readonly defaultValue: Expr | null;
}

/** One `for ... in ... if ...` of a comprehension. */
export interface CompClause {
  readonly target: Expr;
  readonly iterable: Expr;
  readonly conditions: readonly Expr[];
}

/** `name` */
interface NameExpr extends SourceSpan {
  readonly type: 'Name';
  readonly name: string;
}
/** `1`, `0.5`; NaN where no float holds it. */
interface NumberExpr extends SourceSpan {
  readonly type: 'Number';
  readonly value: number;
  readonly isInteger: boolean;
}
/** `'text'`; null for an f-string or bytes. */
interface StringExpr extends SourceSpan {
  readonly type: 'String';
  /** Null for an f-string with replacements. */
  readonly value: string | null;
}
/** `True`, `False`, `None`, `...` */
interface ConstantExpr extends SourceSpan {
  readonly type: 'Constant';
  readonly value: boolean | null | '...';
}
/** `(a, b)`, `[a, b]`, `{a, b}` */
export interface SequenceExpr extends SourceSpan {
  readonly type: 'Tuple' | 'List' | 'Set';
  readonly items: readonly Expr[];
}
/** `{key: value, **rest}` */
export interface DictExpr extends SourceSpan {
  readonly type: 'Dict';
  /** A null key is `**value`. */
  readonly entries: readonly { readonly key: Expr | null; readonly value: Expr }[];
}
/** `object.name` */
export interface AttributeExpr extends SourceSpan {
  readonly type: 'Attribute';
  readonly object: Expr;
  readonly name: string;
  readonly nameSpan: SourceSpan;
}
/** `object[index, index]` */
export interface IndexExpr extends SourceSpan {
  readonly type: 'Index';
  readonly object: Expr;
  /** Every index between the brackets, in order; a slice is a `Slice`. */
  readonly indices: readonly Expr[];
}
/** `lower:upper:step` */
interface SliceExpr extends SourceSpan {
  readonly type: 'Slice';
  readonly lower: Expr | null;
  readonly upper: Expr | null;
  readonly step: Expr | null;
}
/** `callee(args)` */
export interface CallExpr extends SourceSpan {
  readonly type: 'Call';
  readonly callee: Expr;
  readonly args: readonly Argument[];
}
/** `-x`, `+x`, `~x`, `not x` */
export interface UnaryExpr extends SourceSpan {
  readonly type: 'Unary';
  readonly op: string;
  readonly operand: Expr;
}
/** `a + b`, a comparison, `and`, `or` */
export interface BinaryExpr extends SourceSpan {
  readonly type: 'Binary';
  /** Arithmetic, comparison, `and`, `or`, `is`, `is not`, `in`, `not in`. */
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}
/** `then if test else otherwise` */
interface ConditionalExpr extends SourceSpan {
  readonly type: 'Conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}
/** `lambda params: body` */
export interface LambdaExpr extends SourceSpan {
  readonly type: 'Lambda';
  readonly params: readonly Parameter[];
  readonly body: Expr;
}
/** `[element for ...]` and its like. */
export interface ComprehensionExpr extends SourceSpan {
  readonly type: 'Comprehension';
  readonly kind: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expr;
  readonly value: Expr | null;
  readonly clauses: readonly CompClause[];
}
/** `*value` */
interface StarExpr extends SourceSpan {
  readonly type: 'Star';
  readonly value: Expr;
}
/** `target := value` */
interface WalrusExpr extends SourceSpan {
  readonly type: 'Walrus';
  readonly target: NameExpr;
  readonly value: Expr;
}
/** Anything the checker does not follow: its names still count as used. */
interface OpaqueExpr extends SourceSpan {
  readonly type: 'Opaque';
  readonly names: readonly string[];
}

/** Any expression; offsets are UTF-16 units, half open. */
export type Expr =
  | NameExpr
  | NumberExpr
  | StringExpr
  | ConstantExpr
  | SequenceExpr
  | DictExpr
  | AttributeExpr
  | IndexExpr
  | SliceExpr
  | CallExpr
  | UnaryExpr
  | BinaryExpr
  | ConditionalExpr
  | LambdaExpr
  | ComprehensionExpr
  | StarExpr
  | WalrusExpr
  | OpaqueExpr;

/** `def name(params): body`; the body is parsed when first read. */
export interface FunctionStatement extends SourceSpan {
  readonly type: 'Function';
  readonly name: string;
  readonly params: readonly Parameter[];
  readonly decorators: readonly Expr[];
  /** Converted when first read: most functions of a file are never looked into. */
  readonly body: readonly Statement[];
  readonly isGenerator: boolean;
  /** Where the first syntax error inside lies, or null. */
  readonly firstErrorAt: number | null;
}
/** `class name(bases): body` */
export interface ClassStatement extends SourceSpan {
  readonly type: 'Class';
  readonly name: string;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expr[];
  readonly body: readonly Statement[];
}
/** `a = b = value` */
export interface AssignStatement extends SourceSpan {
  readonly type: 'Assign';
  readonly targets: readonly Expr[];
  readonly value: Expr;
}
/** `target += value`; `op` without the `=`. */
export interface AugmentedStatement extends SourceSpan {
  readonly type: 'Augmented';
  readonly target: Expr;
  readonly op: string;
  readonly value: Expr;
}
/** `return value` */
export interface ReturnStatement extends SourceSpan {
  readonly type: 'Return';
  readonly value: Expr | null;
  /** The value with any parentheses round it. */
  readonly outer: SourceSpan | null;
}
/** `if`, each `elif`, `else` */
export interface IfStatement extends SourceSpan {
  readonly type: 'If';
  readonly branches: readonly { readonly test: Expr; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
}
/** `for target in iterable: ... else: ...` */
export interface ForStatement extends SourceSpan {
  readonly type: 'For';
  readonly target: Expr;
  readonly iterable: Expr;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
/** `while test: ... else: ...` */
export interface WhileStatement extends SourceSpan {
  readonly type: 'While';
  readonly test: Expr;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
/** `with value as target: ...` */
interface WithStatement extends SourceSpan {
  readonly type: 'With';
  readonly items: readonly { readonly value: Expr; readonly target: Expr | null }[];
  readonly body: readonly Statement[];
}
/** `try`, its handlers, `else`, `finally` */
export interface TryStatement extends SourceSpan {
  readonly type: 'Try';
  readonly body: readonly Statement[];
  readonly handlers: readonly {
    readonly exception: Expr | null;
    readonly name: string | null;
    readonly body: readonly Statement[];
  }[];
  readonly otherwise: readonly Statement[];
  readonly last: readonly Statement[];
}
/** `import a.b as c`, `from a import b`: each name with its full path. */
export interface ImportStatement extends SourceSpan {
  readonly type: 'Import';
  /** Local name to dotted path; a relative import keeps its leading dots. */
  readonly names: readonly { readonly local: string; readonly path: string }[];
}
/** `match subject: case ...`; patterns are read for the names that they bind. */
interface MatchStatement extends SourceSpan {
  readonly type: 'Match';
  readonly subject: Expr;
  readonly cases: readonly {
    readonly names: readonly string[];
    readonly body: readonly Statement[];
  }[];
}
/** An expression on a line of its own. */
interface ExpressionStatement extends SourceSpan {
  readonly type: 'Expression';
  readonly value: Expr;
}
/** `assert test` */
interface AssertStatement extends SourceSpan {
  readonly type: 'Assert';
  readonly test: Expr;
}
/** `break`, `continue`, `pass` */
interface JumpStatement extends SourceSpan {
  readonly type: 'Break' | 'Continue' | 'Pass';
}
/** `raise` */
interface RaiseStatement extends SourceSpan {
  readonly type: 'Raise';
}
/** `del`, `global`, `nonlocal` and what did not parse: the names may hold anything afterwards. */
interface ForgetStatement extends SourceSpan {
  readonly type: 'Forget';
  /** True for what did not parse: it may have been any statement at all. */
  readonly isBroken: boolean;
  /** True where the very name that it would bind is missing. */
  readonly isNameless: boolean;
  readonly names: readonly string[];
}

/** Any statement; offsets are UTF-16 units, half open. */
export type Statement =
  | FunctionStatement
  | ClassStatement
  | AssignStatement
  | AugmentedStatement
  | ReturnStatement
  | IfStatement
  | ForStatement
  | WhileStatement
  | WithStatement
  | TryStatement
  | ImportStatement
  | MatchStatement
  | ExpressionStatement
  | AssertStatement
  | JumpStatement
  | RaiseStatement
  | ForgetStatement;
