/** A half-open range of UTF-16 offsets into the source text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Argument extends Span {
  /** The keyword, or null for a positional argument. */
  readonly name: string | null;
  /** `*xs` or `**kw`, or null. */
  readonly spread: '*' | '**' | null;
  readonly value: Expr;
}

export interface Parameter extends Span {
  readonly name: string;
  readonly spread: '*' | '**' | null;
  readonly defaultValue: Expr | null;
}

export interface CompClause {
  readonly target: Expr;
  readonly iterable: Expr;
  readonly conditions: readonly Expr[];
}

export interface NameExpr extends Span {
  readonly type: 'Name';
  readonly name: string;
}
export interface NumberExpr extends Span {
  readonly type: 'Number';
  readonly value: number;
  readonly isInteger: boolean;
}
export interface StringExpr extends Span {
  readonly type: 'String';
  /** Null for an f-string with replacements. */
  readonly value: string | null;
}
export interface ConstantExpr extends Span {
  readonly type: 'Constant';
  readonly value: boolean | null | '...';
}
export interface SequenceExpr extends Span {
  readonly type: 'Tuple' | 'List' | 'Set';
  readonly items: readonly Expr[];
}
export interface DictExpr extends Span {
  readonly type: 'Dict';
  /** A null key is `**value`. */
  readonly entries: readonly { readonly key: Expr | null; readonly value: Expr }[];
}
export interface AttributeExpr extends Span {
  readonly type: 'Attribute';
  readonly object: Expr;
  readonly name: string;
  readonly nameSpan: Span;
}
export interface IndexExpr extends Span {
  readonly type: 'Index';
  readonly object: Expr;
  /** Every index between the brackets, in order; a slice is a `Slice`. */
  readonly indices: readonly Expr[];
}
export interface SliceExpr extends Span {
  readonly type: 'Slice';
  readonly lower: Expr | null;
  readonly upper: Expr | null;
  readonly step: Expr | null;
}
export interface CallExpr extends Span {
  readonly type: 'Call';
  readonly callee: Expr;
  readonly args: readonly Argument[];
}
export interface UnaryExpr extends Span {
  readonly type: 'Unary';
  readonly op: string;
  readonly operand: Expr;
}
export interface BinaryExpr extends Span {
  readonly type: 'Binary';
  /** Arithmetic, comparison, `and`, `or`, `is`, `is not`, `in`, `not in`. */
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}
export interface ConditionalExpr extends Span {
  readonly type: 'Conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}
export interface LambdaExpr extends Span {
  readonly type: 'Lambda';
  readonly params: readonly Parameter[];
  readonly body: Expr;
}
export interface ComprehensionExpr extends Span {
  readonly type: 'Comprehension';
  readonly kind: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expr;
  readonly value: Expr | null;
  readonly clauses: readonly CompClause[];
}
export interface StarExpr extends Span {
  readonly type: 'Star';
  readonly value: Expr;
}
export interface WalrusExpr extends Span {
  readonly type: 'Walrus';
  readonly target: NameExpr;
  readonly value: Expr;
}
/** Anything the checker does not follow: its names still count as used. */
export interface OpaqueExpr extends Span {
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

export interface FunctionStatement extends Span {
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
export interface ClassStatement extends Span {
  readonly type: 'Class';
  readonly name: string;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expr[];
  readonly body: readonly Statement[];
}
export interface AssignStatement extends Span {
  readonly type: 'Assign';
  readonly targets: readonly Expr[];
  readonly value: Expr;
}
export interface AugmentedStatement extends Span {
  readonly type: 'Augmented';
  readonly target: Expr;
  readonly op: string;
  readonly value: Expr;
}
export interface ReturnStatement extends Span {
  readonly type: 'Return';
  readonly value: Expr | null;
  /** The value with any parentheses round it. */
  readonly outer: Span | null;
}
export interface IfStatement extends Span {
  readonly type: 'If';
  readonly branches: readonly { readonly test: Expr; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
}
export interface ForStatement extends Span {
  readonly type: 'For';
  readonly target: Expr;
  readonly iterable: Expr;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface WhileStatement extends Span {
  readonly type: 'While';
  readonly test: Expr;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface WithStatement extends Span {
  readonly type: 'With';
  readonly items: readonly { readonly value: Expr; readonly target: Expr | null }[];
  readonly body: readonly Statement[];
}
export interface TryStatement extends Span {
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
export interface ImportStatement extends Span {
  readonly type: 'Import';
  /** Local name to dotted path; a relative import keeps its leading dots. */
  readonly names: readonly { readonly local: string; readonly path: string }[];
}
export interface MatchStatement extends Span {
  readonly type: 'Match';
  readonly subject: Expr;
  readonly cases: readonly {
    readonly names: readonly string[];
    readonly body: readonly Statement[];
  }[];
}
export interface ExpressionStatement extends Span {
  readonly type: 'Expression';
  readonly value: Expr;
}
export interface AssertStatement extends Span {
  readonly type: 'Assert';
  readonly test: Expr;
}
export interface JumpStatement extends Span {
  readonly type: 'Break' | 'Continue' | 'Pass';
}
export interface RaiseStatement extends Span {
  readonly type: 'Raise';
}
/** `del`, `global`, `nonlocal` and what did not parse: the names may hold anything afterwards. */
export interface ForgetStatement extends Span {
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
