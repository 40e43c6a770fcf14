import type { Expr } from '../syntax/ast';
import type { Fault } from './outcome';
import type { DictObject, Value } from './value';

/** An expression whose truth decides which way a function goes on. */
interface TestEvent {
  readonly kind: 'test';
  readonly expr: Expr;
  readonly value: Value;
}

/** A value written in place: `x[...] = `, `x += `, `x.add_()`. */
interface WriteEvent {
  readonly kind: 'write';
  readonly target: Expr;
  /** What is written to, one for each alternative, None left out. */
  readonly values: readonly Value[];
}

/** A key set on a dict: `latent["samples"] = `, `latent.update(...)`. */
interface KeyWriteEvent {
  readonly kind: 'keyWrite';
  readonly target: Expr;
  readonly dict: DictObject;
}

/** What the evaluator tells the rules of while it follows a function. */
export type FlowEvent = Fault | TestEvent | WriteEvent | KeyWriteEvent;
