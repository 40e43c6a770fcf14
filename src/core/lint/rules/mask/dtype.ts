import { maskContract } from '../../../contracts/mask';
import { type LocalText, t, verbatim } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, subject, variableOf } from '../../subject';

export const maskDtype: HeaderRule = {
  id: 'mask/dtype',
  severity: 'warning',
  title: 'MASK is not float32',
  description: 'A MASK of another dtype than float32, bool and uint8 included.',
  fix: 'toFloat32',
  needs: 'headers',
  check: each(maskContract, tensor => {
    const { dtype } = tensor.header;
    if (dtype === 'F32') return null;
    const name = variableOf(tensor);
    return {
      message: t`${subject(tensor)} has dtype ${dtype}, but a MASK is float32 from 0 to 1: ${effectOf(dtype)}.`,
      found: verbatim(dtype),
      expected: t('F32, 0 to 1'),
      why: verbatim(`${effectOf(dtype)}.`),
      torch: `${name} = ${name}.to(torch.float32)${dtype === 'U8' ? '  # / 255.0 if it holds 0..255' : ''}`,
    };
  }),
};

function effectOf(dtype: string): LocalText {
  if (dtype === 'BOOL') return t('1 - mask raises on bool tensors');
  if (dtype === 'BF16') return t('numpy raises "Got unsupported ScalarType BFloat16"');
  if (/^[UI]\d/.test(dtype)) return t('1 - mask wraps around or goes negative on integers');
  return t('arithmetic with float32 promotes, and some nodes refuse it');
}
