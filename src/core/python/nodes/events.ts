import type { State } from '../domain/state';
import type { Value } from '../domain/value';
import type { Expr, ReturnStatement } from '../syntax/ast';
import type { NodeClass, NodeInput, NodeOutput } from './node';

/** A node whose outputs are known. */
export type NodeWithOutputs = NodeClass & { readonly outputs: readonly NodeOutput[] };

/** One alternative of what a `return` of a node's own method gives. */
export interface ReturnEvent {
  readonly kind: 'return';
  readonly text: string;
  readonly node: NodeWithOutputs;
  readonly state: State;
  readonly value: Value;
  readonly statement: ReturnStatement;
  /** What goes into the slots, one by one; null where that is not known. */
  readonly items: readonly Value[] | null;
}

/** One alternative of what a `return` puts into an IMAGE, MASK or LATENT slot. */
export interface SlotEvent {
  readonly kind: 'slot';
  readonly node: NodeClass;
  readonly state: State;
  readonly output: NodeOutput;
  readonly index: number;
  /** What lies in the slot; an item of it where the slot takes a list. */
  readonly value: Value;
  /** The expression of the slot, where it stands on its own. */
  readonly at: Expr | null;
  /** The same, where it is `value` itself and not a list of it: a fix may change it. */
  readonly expr: Expr | null;
  /** The whole returned expression. */
  readonly outer: Expr;
}

/** A plain assignment in the body of a class: `RETURN_TYPES = ("IMAGE",)`. */
export interface DeclarationEvent {
  readonly kind: 'declaration';
  readonly name: string;
  readonly value: Expr;
}

/** One input of a node, once its method has been followed. */
export interface InputEvent {
  readonly kind: 'input';
  readonly node: NodeClass;
  readonly input: NodeInput;
}

/** The end of a node's own method, where it can be reached without a return. */
export interface EndEvent {
  readonly kind: 'end';
  readonly node: NodeWithOutputs;
}

/** What the rules are told of a class and of the returns of its method. */
export type NodeEvent = ReturnEvent | SlotEvent | DeclarationEvent | InputEvent | EndEvent;
