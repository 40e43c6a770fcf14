import { byteSize } from '../byteSize';
import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import type { FileProblem, Tensor, TensorFile } from '../tensor/tensor';
import { hasEnding, type OpenContext, type TensorFormat } from './format';
import { safetensors } from './safetensors';
import { parseShardIndex, type ShardIndex, shardNameProblem } from './shardIndex';

/** An index of a million tensors is about 100 MB; more is refused rather than read into memory. */
const MAX_INDEX_BYTES = 128 * 1024 * 1024;
/** Real models have a few hundred shards; each is an open file. */
const MAX_SHARDS = 10_000;
/** Shards whose headers are read at once. */
const PARALLEL_SHARDS = 8;

interface OpenedShard {
  readonly name: string;
  readonly file?: TensorFile;
  readonly problems: readonly FileProblem[];
}

/** What an index's name ends in. */
export const INDEX_ENDING = '.safetensors.index.json';

/** A sharded safetensors model: one file over its shards, whose headers are read and nothing more. */
export const shardedSafetensors: TensorFormat = {
  id: 'safetensors',
  endings: { linted: [INDEX_ENDING] },
  sniff: (head, name) =>
    hasEnding(name, [INDEX_ENDING]) && /^\s*\{/.test(String.fromCharCode(...head.subarray(0, 64))),
  open: async (context, signal) => {
    const { source } = context;
    const index = parseShardIndex(await readText(context, signal));
    const names = [...new Set(index.weightMap.values())];
    if (names.length > MAX_SHARDS) {
      throw new TensorFileError(
        t`The index names ${names.length} shards, more than the limit of ${MAX_SHARDS}`,
      );
    }
    const shards = await openShards(context, names, signal);
    const { tensors, problems } = joinShards(index, shards);
    const closeAll = async () => {
      await Promise.all(shards.map(shard => shard.file?.close()));
      await source.close();
    };
    if (tensors.length === 0 && index.weightMap.size > 0) {
      await Promise.all(shards.map(shard => shard.file?.close()));
      throw new TensorFileError(
        problems[0]?.message ?? t('None of the tensors of the index is in its shards'),
        {},
        { rule: problems[0]?.rule ?? 'file/shard-mismatch' },
      );
    }
    return {
      format: 'safetensors',
      byteLength: source.size,
      metadata: index.metadata,
      tensors,
      problems,
      close: closeAll,
    };
  },
};

async function readText({ source }: OpenContext, signal?: AbortSignal): Promise<string> {
  if (source.size > MAX_INDEX_BYTES) {
    throw new TensorFileError(
      t`The shard index has ${byteSize(source.size)}, more than the limit of ${byteSize(MAX_INDEX_BYTES)}`,
    );
  }
  const bytes = await source.read(0, source.size, signal);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TensorFileError(t('The shard index is not UTF-8 text'), {}, { cause });
  }
}

async function openShards(
  context: OpenContext,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<OpenedShard[]> {
  const shards: OpenedShard[] = [];
  for (let at = 0; at < names.length; at += PARALLEL_SHARDS) {
    const group = names.slice(at, at + PARALLEL_SHARDS);
    shards.push(...(await Promise.all(group.map(name => openShard(context, name, signal)))));
    signal?.throwIfAborted();
  }
  return shards;
}

async function openShard(
  context: OpenContext,
  name: string,
  signal?: AbortSignal,
): Promise<OpenedShard> {
  const refused = shardNameProblem(name);
  if (refused)
    return failed(name, 'file/missing-shard', t`Shard "${name}" is not opened: ${refused}`);
  try {
    const source = await context.sibling(name);
    if (!source)
      return failed(name, 'file/missing-shard', t`Shard "${name}" is not there: download it too`);
    const file = await safetensors.open({ ...context, source, name }, signal);
    const problems = file.problems.map(problem => ({
      ...problem,
      message: t`Shard "${name}": ${problem.message}`,
    }));
    return { name, file, problems };
  } catch (error) {
    if (!(error instanceof TensorFileError)) throw error;
    return failed(name, error.rule, t`Shard "${name}" cannot be read: ${error.message}`);
  }
}

function failed(name: string, rule: TensorFileError['rule'], message: LocalText): OpenedShard {
  return { name, problems: [{ rule: rule as FileProblem['rule'], message }] };
}

/** The tensors that the index names, each from the shard that the index names for it. */
function joinShards(index: ShardIndex, shards: readonly OpenedShard[]) {
  const problems: FileProblem[] = shards.flatMap(shard => shard.problems);
  const tensors: Tensor[] = [];
  const byShard = new Map(
    shards.map(({ name, file }) => [
      name,
      file && new Map(file.tensors.map(tensor => [tensor.name, tensor])),
    ]),
  );
  for (const [name, shard] of index.weightMap) {
    const held = byShard.get(shard);
    const tensor = held?.get(name);
    if (tensor) tensors.push(tensor);
    else if (held) {
      problems.push(
        mismatch(t`The index puts tensor "${name}" into "${shard}", which lacks it`, name),
      );
    }
  }
  for (const name of index.duplicates) {
    problems.push(mismatch(t`The index lists tensor "${name}" twice: the last entry counts`, name));
  }
  for (const [shard, held] of byShard) {
    const unlisted = [...(held?.keys() ?? [])].filter(name => index.weightMap.get(name) !== shard);
    if (unlisted.length === 0) continue;
    problems.push(
      mismatch(
        unlisted.length > 1
          ? t`Shard "${shard}" also holds "${unlisted[0]}" and ${unlisted.length - 1} others, which the index does not list there`
          : t`Shard "${shard}" also holds "${unlisted[0]}", which the index does not list there`,
      ),
    );
  }
  return { tensors, problems };
}

function mismatch(message: LocalText, tensor?: string): FileProblem {
  return { rule: 'file/shard-mismatch', message, ...(tensor === undefined ? {} : { tensor }) };
}
