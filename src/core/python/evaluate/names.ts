import { freeze } from '../domain/heap';
import { newState } from '../domain/state';
import { UNKNOWN, type Value } from '../domain/value';
import { isUsualHelper } from '../models/pil';
import { evaluate } from './evaluate';
import { newFrame, quietly, type Run } from './run';
import { Scope } from './scope';

/** Names that every node file means the same by, should their import be missing or cut off. */
const USUAL_IMPORTS: Readonly<Record<string, string>> = {
  torch: 'torch',
  np: 'numpy',
  numpy: 'numpy',
  F: 'torch.nn.functional',
  Image: 'PIL.Image',
  comfy: 'comfy',
  math: 'math',
  scipy: 'scipy',
  cv2: 'cv2',
};

const BUILTINS = new Set(
  'len range enumerate zip list tuple dict set int float bool str abs min max sum round isinstance sorted reversed print any all map filter getattr hasattr type super id repr iter next divmod'.split(
    ' ',
  ),
);

/** What a name means here: local, enclosing function, module, builtin. */
export function lookUp({ run, frame, state }: Scope, name: string): Value {
  return (
    state.vars.get(name) ??
    frame.closure?.get(name) ??
    moduleValue(run, name) ??
    builtin(name) ??
    usualHelper(name) ??
    UNKNOWN
  );
}

/** The variables that a function made here may read: ours, over those of the functions round us. */
export function variablesOf({ frame, state }: Scope): ReadonlyMap<string, Value> {
  return new Map([...(frame.closure ?? []), ...state.vars]);
}

/** `tensor2pil` of `from .utils import *`: every pack means the same by it. */
const usualHelper = (name: string): Value | null =>
  isUsualHelper(name) ? { kind: 'module', path: `.${name}` } : null;

function builtin(name: string): Value | null {
  if (BUILTINS.has(name)) return { kind: 'module', path: `builtins.${name}` };
  const usual = USUAL_IMPORTS[name];
  return usual ? { kind: 'module', path: usual } : null;
}

function moduleValue(run: Run, name: string): Value | null {
  const binding = run.module.bindings.get(name);
  switch (binding?.kind) {
    case undefined:
      return null;
    case 'import':
      return { kind: 'module', path: binding.path };
    case 'function':
      return {
        kind: 'function',
        definition: binding.definition,
        self: null,
        closure: null,
        owner: null,
      };
    case 'class':
      return { kind: 'class', definition: binding.definition };
    case 'ambiguous':
      return UNKNOWN;
    case 'assign': {
      const known = run.module.values.get(name);
      if (known !== undefined) return known ?? UNKNOWN;
      run.module.values.set(name, null);
      const state = newState();
      const frame = newFrame(null);
      const result = quietly(run, () => evaluate(new Scope(run, frame, state), binding.value));
      const value = result.kind === 'reference' ? UNKNOWN : freeze(state, result);
      run.module.values.set(name, value);
      return value;
    }
  }
}
