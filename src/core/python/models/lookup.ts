import { opFamilies } from './index';
import type { Model } from './model';

const functions = new Map<string, Model>();
const methods = new Map<string, Model>();
const arrayMethods = new Map<string, Model>();

for (const family of opFamilies) {
  for (const path of family.functions ?? []) functions.set(path, family.model);
  for (const name of family.methods ?? []) methods.set(name, family.model);
  for (const name of family.arrayMethods ?? []) arrayMethods.set(name, family.model);
}

/** The model of a function by its dotted path, or undefined. */
export const functionModel = (path: string): Model | undefined => functions.get(path);

/** The model of a tensor's or array's method, or undefined. */
export const methodModel = (library: 'torch' | 'numpy', name: string): Model | undefined =>
  library === 'torch' ? methods.get(name) : arrayMethods.get(name);
