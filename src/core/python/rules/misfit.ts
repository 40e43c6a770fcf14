import { type LocalText, t } from '../../l10n';
import type { Value } from '../domain/value';
import type { NodeOutput } from '../nodes/node';

const TENSOR: () => LocalText = () => t('a tensor');
const STRING: () => LocalText = () => t('a string');
const NUMBER: () => LocalText = () => t('a number');

type Words = Readonly<Partial<Record<Value['kind'], () => LocalText>>>;

const NO_OBJECT: Words = {
  tensor: TENSOR,
  string: STRING,
  int: NUMBER,
  float: NUMBER,
  bool: NUMBER,
};
const NO_TENSOR: Words = { string: STRING, int: NUMBER, float: NUMBER, bool: NUMBER };

/** For a type of slot, the kinds that it surely cannot hold. */
const MISFITS: Readonly<Record<string, Words>> = {
  IMAGE: NO_TENSOR,
  MASK: NO_TENSOR,
  SIGMAS: NO_TENSOR,
  LATENT: NO_OBJECT,
  CONDITIONING: NO_OBJECT,
  MODEL: NO_OBJECT,
  CLIP: NO_OBJECT,
  VAE: NO_OBJECT,
  CONTROL_NET: NO_OBJECT,
  INT: { tensor: TENSOR, string: STRING },
  FLOAT: { tensor: TENSOR, string: STRING },
  STRING: { tensor: TENSOR },
};

/** What lies in a slot that surely cannot hold it, in words; null where it may. */
export function misfit(value: Value, { type, isList }: NodeOutput): LocalText | null {
  if (type === null || isList !== false || !Object.hasOwn(MISFITS, type)) return null;
  return MISFITS[type]![value.kind]?.() ?? null;
}
