import type { Maths, MathsInput, MathsOps, MathsTensor, Operand } from '../core/convert/maths';
import { t } from '../core/l10n';

type Tf = typeof import('@tensorflow/tfjs-core');
type TfTensor = import('@tensorflow/tfjs-core').Tensor;

/** tfjs on its WASM backend, loaded on first need. */
export interface TfMaths extends Maths {
  readonly tf: Tf;
}

const loading = new Map<string, Promise<TfMaths>>();

/**
 * Float32 maths by tfjs. `wasmFolder` holds the backend's .wasm files: `dist/wasm` in a build.
 * @throws when the backend cannot start, naming the folder.
 */
export function loadMaths(wasmFolder: string): Promise<TfMaths> {
  let maths = loading.get(wasmFolder);
  if (!maths) {
    maths = load(wasmFolder);
    loading.set(wasmFolder, maths);
    maths.catch(() => loading.delete(wasmFolder));
  }
  return maths;
}

/** Bundled on its own, a CommonJS package has its exports on `default` alone. */
function whole<T extends object>(module: T): T {
  return 'default' in module ? (module.default as T) : module;
}

async function load(wasmFolder: string): Promise<TfMaths> {
  const tf = whole(await import('@tensorflow/tfjs-core'));
  const wasm = whole(await import('@tensorflow/tfjs-backend-wasm'));
  wasm.setWasmPaths(wasmFolder.endsWith('/') ? wasmFolder : `${wasmFolder}/`);
  if (!(await tf.setBackend('wasm')))
    throw new Error(
      t`The WASM backend of tfjs did not start: are its .wasm files in ${wasmFolder}?`,
    );
  await tf.ready();
  return { tf, compute: (inputs, program) => compute(tf, inputs, program) };
}

async function compute(
  tf: Tf,
  inputs: readonly MathsInput[],
  program: (ops: MathsOps, ...tensors: MathsTensor[]) => MathsTensor,
): Promise<Float32Array<ArrayBuffer>> {
  const result = tf.tidy(() => {
    const tensors = inputs.map(({ values, shape }) => tf.tensor(values, [...shape], 'float32'));
    return program(opsOf(tf), ...tensors) as TfTensor;
  });
  try {
    return (await result.data()).slice() as Float32Array<ArrayBuffer>;
  } finally {
    result.dispose();
  }
}

function opsOf(tf: Tf): MathsOps {
  const of = (x: MathsTensor | Operand) => x as TfTensor;
  const value = (x: Operand) => (typeof x === 'number' ? tf.scalar(x, 'float32') : of(x));
  return {
    add: (a, b) => tf.add(value(a), value(b)),
    subtract: (a, b) => tf.sub(value(a), value(b)),
    multiply: (a, b) => tf.mul(value(a), value(b)),
    divide: (a, b) => tf.div(value(a), value(b)),
    maximum: (a, b) => tf.maximum(value(a), value(b)),
    negate: a => tf.neg(of(a)),
    round: a => tf.round(of(a)),
    // The backend's own clip turns NaN into the lower bound.
    clip: (a, min, max) => tf.where(tf.isNaN(of(a)), of(a), tf.clipByValue(of(a), min, max)),
    greater: (a, b) => tf.cast(tf.greater(value(a), value(b)), 'float32'),
    equal: (a, b) => tf.cast(tf.equal(value(a), value(b)), 'float32'),
    isNaN: a => tf.cast(tf.isNaN(of(a)), 'float32'),
    select: (condition, yes, no) => select(tf, of(condition), value(yes), value(no)),
    constant: (values, shape) => tf.tensor(values, [...shape], 'float32'),
    reshape: (a, shape) => tf.reshape(of(a), [...shape]),
    gather: (a, indices, axis) => tf.gather(of(a), tf.tensor1d(indices, 'int32'), axis),
    sum: (count, term) => sum(tf, count, index => of(term(index))),
    concat: (parts, axis) => tf.concat(parts.map(of), axis),
    maximumFilter: (a, height, width) => maximumFilter(tf, of(a), height, width),
  };
}

/** Broadcasts by hand: the WASM kernel of `where` reads past operands that are smaller than the condition. */
function select(tf: Tf, condition: TfTensor, yes: TfTensor, no: TfTensor): TfTensor {
  const fill = (x: TfTensor) => (x.rank === 0 ? tf.broadcastTo(x, condition.shape) : x);
  return tf.where(tf.notEqual(condition, 0), fill(yes), fill(no));
}

function sum(tf: Tf, count: number, term: (index: number) => TfTensor): TfTensor {
  let total = tf.tidy(() => term(0));
  for (let index = 1; index < count; index++) {
    const before = total;
    total = tf.tidy(() => tf.add(before, term(index)));
    before.dispose();
  }
  return total;
}

function maximumFilter(tf: Tf, a: TfTensor, height: number, width: number): TfTensor {
  const [count, rows, columns] = a.shape as [number, number, number];
  const planes = tf.reshape(a, [
    count,
    rows,
    columns,
    1,
  ]) as import('@tensorflow/tfjs-core').Tensor4D;
  return tf.reshape(tf.maxPool(planes, [height, width], 1, 'same'), a.shape);
}
