import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import { JsonCursor } from './jsonCursor';

/** A sharded model's index: which file holds which tensor (transformers' `*.safetensors.index.json`). */
export interface ShardIndex {
  readonly metadata: ReadonlyMap<string, string>;
  /** Tensor name to shard file name, in file order. */
  readonly weightMap: ReadonlyMap<string, string>;
  /** Tensors that the index lists more than once; the last entry counts. */
  readonly duplicates: readonly string[];
}

/** @throws TensorFileError unless the text is an index with a `weight_map` from names to names. */
export function parseShardIndex(text: string): ShardIndex {
  const cursor = new JsonCursor(text, t('The shard index is wrong'));
  const metadata = new Map<string, string>();
  const duplicates: string[] = [];
  let weightMap: Map<string, string> | undefined;
  cursor.object(key => {
    if (key === 'metadata' && cursor.kind() === 'object') {
      cursor.object(name => metadata.set(name, readText(cursor)));
    } else if (key === 'weight_map') {
      if (weightMap) cursor.fail(t('"weight_map" is there twice'));
      weightMap = readWeightMap(cursor, duplicates);
    } else cursor.skip();
  });
  cursor.end();
  if (!weightMap) throw new TensorFileError(t('The shard index has no "weight_map"'));
  return { metadata, weightMap, duplicates };
}

function readWeightMap(cursor: JsonCursor, duplicates: string[]): Map<string, string> {
  if (cursor.kind() !== 'object') cursor.fail(t('"weight_map" is not an object'));
  const weightMap = new Map<string, string>();
  cursor.object(name => {
    if (weightMap.has(name)) duplicates.push(name);
    if (cursor.kind() !== 'string')
      cursor.fail(t`the shard of tensor "${name}" is not a file name`);
    weightMap.set(name, cursor.string());
  });
  return weightMap;
}

function readText(cursor: JsonCursor): string {
  return cursor.kind() === 'string' ? cursor.string() : cursor.skip();
}

/** Why a shard's name is refused; undefined when it stays in the index's folder. */
export function shardNameProblem(name: string): LocalText | undefined {
  if (name === '' || name.includes('\0')) return t('it is not a file name');
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(name)) return t('it is a URL; nothing is fetched');
  if (name.includes('\\')) return t('it holds a backslash, which leaves the folder on Windows');
  if (/^[a-z]:/i.test(name)) return t('it names a drive');
  if (name.startsWith('/')) return t('it is an absolute path');
  if (name.split('/').some(part => part === '..')) return t('it leaves the folder of the index');
  if (!name.toLowerCase().endsWith('.safetensors')) return t('it is not a .safetensors file');
  return undefined;
}
