import { imageContract } from '../../../contracts/image';
import type { Severity } from '../../../findings';
import { type LocalText, type Marked, mark, t, verbatim } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, subject, variableOf } from '../../subject';

/** What happens to an IMAGE of this dtype. */
const EFFECTS: ReadonlyMap<string, Marked> = new Map([
  ['F16', mark('products round to half precision, and CPU nodes may refuse it')],
  ['BF16', mark('numpy and SaveImage raise "Got unsupported ScalarType BFloat16"')],
  ['F64', mark('models refuse double, and arithmetic with float32 promotes')],
  ['BOOL', mark('arithmetic on it raises or wraps, and only black and white remain')],
]);

export const imageDtype: HeaderRule = {
  id: 'image/dtype',
  severity: 'error',
  title: 'IMAGE is not float32',
  description:
    'An IMAGE that is not floating point is an error; float16, bfloat16 and float64 are a warning.',
  fix: 'toFloat32',
  needs: 'headers',
  check: each(imageContract, tensor => {
    const { dtype } = tensor.header;
    if (dtype === 'F32') return null;
    const name = variableOf(tensor);
    const severity: Severity = isFloat(dtype) ? 'warning' : 'error';
    const effect = effectOf(dtype);
    return {
      severity,
      message: t`${subject(tensor)} has dtype ${dtype}, but an IMAGE is float32 from 0 to 1: ${effect}.`,
      found: verbatim(dtype),
      expected: t('F32, 0 to 1'),
      why: verbatim(`${effect}.`),
      torch: `${name} = ${name}.to(torch.float32)${divisor(dtype)}`,
    };
  }),
};

function isFloat(dtype: string): boolean {
  return dtype.startsWith('F') || dtype.startsWith('BF');
}

function effectOf(dtype: string): LocalText {
  const known = EFFECTS.get(dtype);
  if (known) return t(known);
  if (isFloat(dtype)) return t('numpy and PIL have no such type, so SaveImage raises');
  if (dtype.startsWith('C')) return t('no node takes complex pixels');
  return t('SaveImage multiplies by 255 and clips, so it saves nearly white');
}

/** Integers are stored in their own scale, so that a cast alone is not enough. */
function divisor(dtype: string): string {
  if (dtype === 'U16') return ' / 65535.0';
  return /^[UI]\d/.test(dtype) ? ' / 255.0' : '';
}
