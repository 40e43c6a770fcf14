import { UNKNOWN } from '../domain/value';
import { type OpFamily, tensorArgument } from './model';

/** The same value in memory of its own. */
export const copyOps: OpFamily = {
  title: 'copy.deepcopy of a tensor',
  functions: ['copy.deepcopy'],
  model: call => {
    const value = tensorArgument(call, 0, 'x');
    return value ? { ...value, aliasOf: null } : UNKNOWN;
  },
};

/** Checks and settings whose result no shape depends on. */
export const questionOps: OpFamily = {
  title: 'questions that answer a number or a truth',
  functions: [
    'torch.is_tensor',
    'torch.allclose',
    'numpy.allclose',
    'torch.equal',
    'numpy.array_equal',
  ],
  methods: ['is_contiguous', 'is_floating_point', 'data_ptr', 'element_size', 'allclose', 'equal'],
  model: () => ({ kind: 'bool', value: null }),
};
