/** A half-open range of UTF-16 offsets into the source text. */
export interface SourceSpan {
  readonly from: number;
  readonly to: number;
}

export interface Argument extends SourceSpan {
  /** The keyword, or null for a positional argument. */
  readonly name: string | null;
  /** `*xs` or `**kw`, or null. */
  readonly spread: '*' | '**' | null;
  readonly value: Expr;
}

export interface Parameter extends SourceSpan {
  readonly name: string;
  readonly spread: '*' | '**' | null;
  readonly defaultValue: Expr | null;
}

export interface CompClause {
  readonly target: Expr;
  readonly iterable: Expr;
  readonly conditions: readonly Expr[];
}

interface NameExpr extends SourceSpan {
  readonly type: 'Name';
  readonly name: string;
}
interface NumberExpr extends SourceSpan {
  readonly type: 'Number';
  readonly value: number;
  readonly isInteger: boolean;
}
interface StringExpr extends SourceSpan {
  readonly type: 'String';
  /** Null for an f-string with replacements. */
  readonly value: string | null;
}
interface ConstantExpr extends SourceSpan {
  readonly type: 'Constant';
  readonly value: boolean | null | '...';
}
export interface SequenceExpr extends SourceSpan {
  readonly type: 'Tuple' | 'List' | 'Set';
  readonly items: readonly Expr[];
}
export interface DictExpr extends SourceSpan {
  readonly type: 'Dict';
  /** A null key is `**value`. */
  readonly entries: readonly { readonly key: Expr | null; readonly value: Expr }[];
}
export interface AttributeExpr extends SourceSpan {
  readonly type: 'Attribute';
  readonly object: Expr;
  readonly name: string;
  readonly nameSpan: SourceSpan;
}
export interface IndexExpr extends SourceSpan {
  readonly type: 'Index';
  readonly object: Expr;
  /** Every index between the brackets, in order; a slice is a `Slice`. */
  readonly indices: readonly Expr[];
}
interface SliceExpr extends SourceSpan {
  readonly type: 'Slice';
  readonly lower: Expr | null;
  readonly upper: Expr | null;
  readonly step: Expr | null;
}
export interface CallExpr extends SourceSpan {
  readonly type: 'Call';
  readonly callee: Expr;
  readonly args: readonly Argument[];
}
export interface UnaryExpr extends SourceSpan {
  readonly type: 'Unary';
  readonly op: string;
  readonly operand: Expr;
}
export interface BinaryExpr extends SourceSpan {
  readonly type: 'Binary';
  /** Arithmetic, comparison, `and`, `or`, `is`, `is not`, `in`, `not in`. */
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}
interface ConditionalExpr extends SourceSpan {
  readonly type: 'Conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}
export interface LambdaExpr extends SourceSpan {
  readonly type: 'Lambda';
  readonly params: readonly Parameter[];
  readonly body: Expr;
}
export interface ComprehensionExpr extends SourceSpan {
  readonly type: 'Comprehension';
  readonly kind: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expr;
  readonly value: Expr | null;
  readonly clauses: readonly CompClause[];
}
interface StarExpr extends SourceSpan {
  readonly type: 'Star';
  readonly value: Expr;
}
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
export interface ClassStatement extends SourceSpan {
  readonly type: 'Class';
  readonly name: string;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expr[];
  readonly body: readonly Statement[];
}
export interface AssignStatement extends SourceSpan {
  readonly type: 'Assign';
  readonly targets: readonly Expr[];
  readonly value: Expr;
}
export interface AugmentedStatement extends SourceSpan {
  readonly type: 'Augmented';
  readonly target: Expr;
  readonly op: string;
  readonly value: Expr;
}
export interface ReturnStatement extends SourceSpan {
  readonly type: 'Return';
  readonly value: Expr | null;
  /** The value with any parentheses round it. */
  readonly outer: SourceSpan | null;
}
export interface IfStatement extends SourceSpan {
  readonly type: 'If';
  readonly branches: readonly { readonly test: Expr; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
}
export interface ForStatement extends SourceSpan {
  readonly type: 'For';
  readonly target: Expr;
  readonly iterable: Expr;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface WhileStatement extends SourceSpan {
  readonly type: 'While';
  readonly test: Expr;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
interface WithStatement extends SourceSpan {
  readonly type: 'With';
  readonly items: readonly { readonly value: Expr; readonly target: Expr | null }[];
  readonly body: readonly Statement[];
}
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
export interface ImportStatement extends SourceSpan {
  readonly type: 'Import';
  /** Local name to dotted path; a relative import keeps its leading dots. */
  readonly names: readonly { readonly local: string; readonly path: string }[];
}
interface MatchStatement extends SourceSpan {
  readonly type: 'Match';
  readonly subject: Expr;
  readonly cases: readonly {
    readonly names: readonly string[];
    readonly body: readonly Statement[];
  }[];
}
interface ExpressionStatement extends SourceSpan {
  readonly type: 'Expression';
  readonly value: Expr;
}
interface AssertStatement extends SourceSpan {
  readonly type: 'Assert';
  readonly test: Expr;
}
interface JumpStatement extends SourceSpan {
  readonly type: 'Break' | 'Continue' | 'Pass';
}
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
