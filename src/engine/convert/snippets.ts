import { CONVERSIONS } from '../../core/convert';
import { parseOptions } from '../../core/convert/options';
import { pythonName } from '../../core/convert/snippets';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { SnippetParams, Snippets } from '../../protocol/engineMethods';

/** The lines of PyTorch and NumPy that do what a conversion does, with the tensor's own name. */
export function snippets({ conversion: id, tensor, options }: SnippetParams): Snippets {
  const conversion = CONVERSIONS.find(each => each.id === id);
  if (!conversion) throw new TensorFileError(t`There is no conversion "${id}"`);
  const values = parseOptions(id, conversion.options, options);
  const name = pythonName(tensor);
  return {
    torch: conversion.torchSnippet(name, values),
    numpy: conversion.numpySnippet(name, values),
  };
}
