import { axis, UNKNOWN } from '../domain/value';
import { derived, type OpFamily, tensorArgument } from './model';

/** Fourier transforms keep the rank; the last axis changes for real input. */
export const fourierOps: OpFamily = {
  title: 'fft',
  functions: 'fft fft2 fftn ifft ifft2 ifftn rfft2 irfft2'
    .split(' ')
    .flatMap(name => [`torch.fft.${name}`, `numpy.fft.${name}`]),
  model: call => {
    const value = tensorArgument(call);
    if (!value) return UNKNOWN;
    const keeps =
      /^i?fft/.test(call.name) &&
      call.args.keywords.size === 0 &&
      call.args.positional.length === 1;
    const axes = value.axes?.map(item => (keeps ? item : axis(null, item.role))) ?? null;
    return derived(call, value, axes);
  },
};
