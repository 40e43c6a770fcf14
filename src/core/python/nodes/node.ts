import type { ClassStatement, FunctionStatement } from '../syntax/ast';

/** One declared input of a node. */
export interface NodeInput {
  readonly name: string;
  /** `IMAGE`, `MASK`, `LATENT`, `INT`, ... in capitals; null when not known. */
  readonly type: string | null;
  readonly isOptional: boolean;
}

/** One declared output; null where it is computed beyond what we follow. */
export interface NodeOutput {
  /** The type in capitals, or null when not known. */
  readonly type: string | null;
  /** Whether the slot holds a list of items; null when not known. */
  readonly isList: boolean | null;
}

/** A node of either API, with what it declares. */
export interface NodeClass {
  readonly api: 'v1' | 'v3';
  readonly definition: ClassStatement;
  readonly method: FunctionStatement;
  readonly inputs: ReadonlyMap<string, NodeInput>;
  /** True where there are no inputs but these: a parameter of another name keeps its default. */
  readonly areAllInputs: boolean;
  /** Null when the outputs could not be told. */
  readonly outputs: readonly NodeOutput[] | null;
  /** Whether every input comes as a list; null when not known, so that no input is known either. */
  readonly isInputList: boolean | null;
}
