import { classAttribute, findAttribute, findMethod } from '../interpret/classes';
import type { Run } from '../interpret/context';
import type { ClassStatement } from '../syntax/ast';
import type { DeclarationFlaw, NodeClass } from './node';
import { readV1Inputs, readV1Outputs } from './v1';
import { isV3Class, readV3 } from './v3';

/** The node that a class is, v1 or v3, with what it declares; null where it is none. */
export function readNode(run: Run, definition: ClassStatement): NodeClass | null {
  const node = isV3Class(run, definition) ? readV3(run, definition) : readV1(run, definition);
  return node && !isOnlyBase(run, definition) ? node : null;
}

/** Declarations of a class that are mistakes as they stand. */
export function declarationFlaws(run: Run, definition: ClassStatement): DeclarationFlaw[] {
  const flaws: DeclarationFlaw[] = [];
  for (const name of ['RETURN_TYPES', 'RETURN_NAMES'] as const) {
    const isOwn = definition.body.some(
      part =>
        part.type === 'Assign' &&
        part.targets.some(target => target.type === 'Name' && target.name === name),
    );
    const expr = isOwn ? findAttribute(run, definition, name) : null;
    if (expr?.type === 'String') flaws.push({ name, at: { from: expr.from, to: expr.to } });
  }
  return flaws;
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
    inputs: readV1Inputs(run, definition),
    outputs: readV1Outputs(run, definition),
    isInputList: isList === null ? false : isList.kind === 'bool' ? isList.value : null,
  };
}

/** A class that only lends its body to others and is not registered itself. */
function isOnlyBase(run: Run, definition: ClassStatement): boolean {
  if (!run.module.baseNames.has(definition.name)) return false;
  return !isRegistered(run, definition.name);
}

/** `"Name": Class`, `MAPPINGS["Name"] = Class` or `[A, Class]`, as registrations are written. */
const REGISTRATION = /(?:["'\w]\s*:|\]\s*=|\[|,)\s*([\p{L}_][\p{L}\p{N}_]*)\s*(?=[,}\]]|$)/gmu;

const registered = new WeakMap<Run, ReadonlySet<string>>();

/** Whether a class is handed to ComfyUI, by the look of the text. */
export function isRegistered(run: Run, name: string): boolean {
  let names = registered.get(run);
  if (!names) {
    names = new Set([...run.text.matchAll(REGISTRATION)].map(match => match[1]!));
    registered.set(run, names);
  }
  return names.has(name);
}
