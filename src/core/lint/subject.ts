import type { Contract } from '../contracts/contract';
import type { Kind } from '../contracts/index';
import { lastSegmentAt } from '../contracts/names';
import { type Reading, shapeText } from '../contracts/reading';
import { type LocalText, t, verbatim } from '../l10n';
import type { Draft, LintFile, LintTensor } from './rule';

const PYTHON_KEYWORDS: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for
  from global if import in is lambda nonlocal not or pass raise return try while with yield`.split(
    /\s+/,
  ),
);

/** The tensors held to a contract; of a LATENT dict the samples only. */
export function tensorsOf(file: LintFile, kind: Kind): readonly LintTensor[] {
  return (file.byKind.get(kind) ?? []).filter(tensor => !isNoiseMask(tensor));
}

/** Whether a tensor is held to a contract; a noise mask is held to its own rule. */
export function isKind(tensor: LintTensor, kind: Kind): boolean {
  return tensor.classification.kind === kind && tensor.classification.role !== 'noise_mask';
}

/** Whether the elements are floats, that can leave a range or be no number. */
export function isFloat({ header: { dtype } }: LintTensor): boolean {
  return /^B?F/.test(dtype);
}

/** Whether a tensor is the noise mask of a LATENT dict. */
export function isNoiseMask(tensor: LintTensor): boolean {
  return tensor.classification.role === 'noise_mask';
}

/** How a sentence begins about a tensor: its name in quotes, or "The tensor". */
export function subject(tensor: LintTensor): LocalText {
  return tensor.header.name === '' ? t('The tensor') : verbatim(`"${tensor.header.name}"`);
}

/** A tensor's shape as text. */
export function shapeOf(tensor: LintTensor): LocalText {
  return shapeText(tensor.header.shape);
}

/** The Python variable to write in a fix: the name's last identifier, else one for the kind. */
export function variableOf(tensor: LintTensor): string {
  const segments = tensor.header.name.split(/[^\p{L}\d_]+/u).reverse();
  const usable = segments.find(part => /^[\p{L}_]/u.test(part) && !PYTHON_KEYWORDS.has(part));
  return usable ?? tensor.classification.kind?.toLowerCase() ?? 'tensor';
}

/** A header rule's check that looks at each tensor of a kind, and its shape as the kind reads it, by itself. */
export function each<Fault extends string>(
  { kind, read }: Pick<Contract<Kind, Fault>, 'kind' | 'read'>,
  check: (tensor: LintTensor, reading: Reading<Fault>) => Omit<Draft, 'tensor'> | null,
): (file: LintFile) => readonly Draft[] {
  return file =>
    tensorsOf(file, kind).flatMap(tensor => {
      const draft = check(tensor, read(tensor.header.shape));
      return draft ? [{ ...draft, tensor: tensor.header.name }] : [];
    });
}

/** Tensors in groups by a key, in their order. */
export function groupBy(
  tensors: readonly LintTensor[],
  keyOf: (tensor: LintTensor) => string,
): ReadonlyMap<string, readonly LintTensor[]> {
  const groups = new Map<string, LintTensor[]>();
  for (const tensor of tensors) {
    const key = keyOf(tensor);
    const group = groups.get(key);
    if (group) group.push(tensor);
    else groups.set(key, [tensor]);
  }
  return groups;
}

/** The last segment of a name: the key in the dict that holds the tensor. */
export function keyOf(tensor: LintTensor): string {
  const { name } = tensor.header;
  return name.slice(lastSegmentAt(name));
}

/** What stands before the last segment of a name: the dict that holds the tensor; empty at the root. */
export function dictOf(tensor: LintTensor): string {
  const { name } = tensor.header;
  return name.slice(0, lastSegmentAt(name));
}
