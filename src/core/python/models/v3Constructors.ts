import type { Arguments } from '../domain/operation';
import { type PortValue, UNKNOWN, type Value } from '../domain/value';

const PORT = /(?:^|\.)([A-Z]\w*)\.(Input|Output)$/;

/**
 * The v3 API's own constructors: `io.Image.Input(...)`, `io.Schema(...)`, `io.NodeOutput(...)`.
 * Null for any other path. Source: comfy_api/latest/_io.py.
 */
export function v3Constructor(path: string, args: Arguments): Value | null {
  if (!isV3Path(path)) return null;
  if (path.endsWith('.NodeOutput') || path === 'NodeOutput') {
    return { kind: 'nodeOutput', items: args.isOpen ? null : args.positional };
  }
  if (path.endsWith('.Schema')) return schemaOf(args);
  // `io.Latent().Output()` and `io.Custom("X").Input("x")` stand for the type itself.
  if (/\.(io|IO)\.[A-Z]\w*$/.test(path)) return { kind: 'module', path };
  const port = PORT.exec(path);
  return port ? portOf(port[1]!, port[2]!, args) : null;
}

function isV3Path(path: string): boolean {
  return /(^|\.)(io|IO|_io|_IO|comfy_api)(\.|$)/.test(path);
}

function portOf(type: string, direction: string, args: Arguments): PortValue {
  const id = args.positional[0] ?? args.keywords.get('id');
  const optional = args.keywords.get('optional');
  const isList = args.keywords.get('is_output_list');
  return {
    kind: 'port',
    direction: direction === 'Input' ? 'in' : 'out',
    type,
    id: id?.kind === 'string' ? id.value : null,
    optional: optional !== undefined && !(optional.kind === 'bool' && optional.value === false),
    isOutputList: isList === undefined ? false : isList.kind === 'bool' ? isList.value : null,
  };
}

function schemaOf(args: Arguments): Value {
  const isList = args.keywords.get('is_input_list');
  return {
    kind: 'schema',
    inputs: args.keywords.get('inputs') ?? UNKNOWN,
    outputs: args.keywords.get('outputs') ?? UNKNOWN,
    isInputList: isList === undefined ? false : isList.kind === 'bool' ? isList.value : null,
  };
}
