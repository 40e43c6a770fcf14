import { classAttribute, findAttribute, findMethod } from '../evaluate/classes';
import type { Run } from '../evaluate/run';
import type { ClassStatement } from '../syntax/ast';
import type { NodeClass } from './node';
import { readV1Inputs, readV1Outputs } from './v1';
import { isV3Class, readV3 } from './v3';

/** The node that a class is, v1 or v3, with what it declares; null where it is none. */
export function readNode(run: Run, definition: ClassStatement): NodeClass | null {
  const node = isV3Class(run, definition) ? readV3(run, definition) : readV1(run, definition);
  return node && !isOnlyBase(run, definition) ? node : null;
}

function readV1(run: Run, definition: ClassStatement): NodeClass | null {
  const named = classAttribute(run, definition, 'FUNCTION');
  if (named?.kind !== 'string' || named.value === null) return null;
  const method = findMethod(run, definition, named.value);
  if (!method || findAttribute(run, definition, 'RETURN_TYPES') === null) return null;
  const isList = classAttribute(run, definition, 'INPUT_IS_LIST');
  if (isList?.kind === 'unknown') return null;
  return {
    api: 'v1',
    definition,
    method,
    ...readV1Inputs(run, definition),
    outputs: readV1Outputs(run, definition),
    isInputList: isList === null ? false : isList.kind === 'bool' ? isList.value : null,
  };
}

/** A class that only lends its body to others and is not registered itself. */
function isOnlyBase(run: Run, definition: ClassStatement): boolean {
  if (!run.module.baseNames.has(definition.name)) return false;
  return !run.module.facts.registered.has(definition.name);
}
