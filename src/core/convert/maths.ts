/** A float32 tensor inside one computation; its values cannot be seen from outside. */
export interface MathsTensor {
  readonly shape: readonly number[];
}

/** Float32 values and their shape. */
export interface MathsInput {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** Elementwise operands broadcast as NumPy's do; a number stands for a scalar. */
export type Operand = MathsTensor | number;

/** What float32 maths offers to a computation; every result lives until the computation ends. */
export interface MathsOps {
  add(a: Operand, b: Operand): MathsTensor;
  subtract(a: Operand, b: Operand): MathsTensor;
  multiply(a: Operand, b: Operand): MathsTensor;
  divide(a: Operand, b: Operand): MathsTensor;
  maximum(a: Operand, b: Operand): MathsTensor;
  negate(a: MathsTensor): MathsTensor;
  /** Half to even, as torch and NumPy round. */
  round(a: MathsTensor): MathsTensor;
  /** NaN stays NaN. */
  clip(a: MathsTensor, min: number, max: number): MathsTensor;
  /** 1 where a > b, else 0. */
  greater(a: Operand, b: Operand): MathsTensor;
  /** 1 where a equals b, else 0. */
  equal(a: Operand, b: Operand): MathsTensor;
  /** 1 where a is NaN, else 0. */
  isNaN(a: MathsTensor): MathsTensor;
  /** `yes` where the condition is not 0, else `no`. */
  select(condition: MathsTensor, yes: Operand, no: Operand): MathsTensor;
  constant(values: Float32Array, shape: readonly number[]): MathsTensor;
  reshape(a: MathsTensor, shape: readonly number[]): MathsTensor;
  /** Slices of `a` along `axis`, by index. */
  gather(a: MathsTensor, indices: Int32Array, axis: number): MathsTensor;
  /** The sum of `count` terms of equal shape; each is freed as soon as it is added. */
  sum(count: number, term: (index: number) => MathsTensor): MathsTensor;
  concat(parts: readonly MathsTensor[], axis: number): MathsTensor;
  /** Greatest value of each `height` x `width` window centred on a pixel of `[n,h,w]`; outside counts for nothing. */
  maximumFilter(a: MathsTensor, height: number, width: number): MathsTensor;
}

/** Float32 maths behind one door, so that conversions stay pure and nothing leaks. */
export interface Maths {
  /** Runs `program` and gives its result's values; everything else that it made is freed. */
  compute(
    inputs: readonly MathsInput[],
    program: (ops: MathsOps, ...tensors: MathsTensor[]) => MathsTensor,
  ): Promise<Float32Array<ArrayBuffer>>;
}
