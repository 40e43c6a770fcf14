import { windowedSource } from '../bytes/windowedSource';
import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { FileProblem, Tensor, TensorFile } from '../tensor/tensor';
import type { OpenContext } from './format';
import { isNpy, isZip } from './magic';
import { NpyHeaders, openNpyArray } from './npyArray';
import { pickleFormat } from './pickle';
import { MAX_INFLATED_PICKLE_BYTES } from './pickle/limits';
import { scanPickles, scanProblems } from './pickle/scanPickles';
import { quoted } from './pickle/text';
import { openZip } from './zip';
import type { ArchiveBytes, ZipArchive, ZipEntry } from './zipEntry';

const ENDING = '.npy';
const MAGIC_BYTES = 6;
/** The disk gives so much as fast as a few bytes; small members lie in it side by side. */
const WINDOW_BYTES = 16 * 1024;

/** What reading the headers of one archive shares. */
interface Reading {
  readonly archive: ArchiveBytes;
  readonly headers: NpyHeaders;
}

/** Opens an .npz file by the headers of its members. @throws TensorFileError when none is an array. */
export async function openNpz(
  { source, archive: known }: OpenContext,
  signal?: AbortSignal,
): Promise<TensorFile> {
  const archive = known ?? (await openArchive(source, signal));
  const repeated = new Set(archive.repeated);
  const reading = {
    archive: { source: windowedSource(source, WINDOW_BYTES) },
    headers: new NpyHeaders(),
  };
  const tensors: Tensor[] = [];
  const problems: FileProblem[] = [];
  for (const entry of archive.entries) {
    if (entry.name.endsWith('/')) continue;
    if (repeated.has(entry.name)) {
      problems.push(ambiguousProblem(entry.name));
      continue;
    }
    const member = await openMember(entry, reading, signal);
    tensors.push(...member.tensors);
    problems.push(...member.problems);
  }
  if (tensors.length === 0 && archive.entries.length > 0) {
    const [first] = problems.toSorted(byRule);
    throw new TensorFileError(
      first?.message ?? t('No member of this zip is a .npy array'),
      {},
      { rule: first?.rule ?? 'file/unreadable' },
    );
  }
  return {
    format: 'npz',
    byteLength: source.size,
    metadata: new Map(),
    tensors,
    problems,
    close: () => source.close(),
  };
}

async function openArchive(
  source: Parameters<typeof openZip>[0],
  signal?: AbortSignal,
): Promise<ZipArchive> {
  try {
    return await openZip(source, signal);
  } catch (error) {
    const head = await source.read(0, Math.min(4, source.size), signal);
    if (!(error instanceof TensorFileError) || isZip(head)) throw error;
    throw new TensorFileError(
      t('This is not a zip archive, which an .npz file is: the file is damaged or something else'),
      { byteOffset: 0 },
      { cause: error },
    );
  }
}

function ambiguousProblem(name: string): FileProblem {
  return {
    rule: 'file/ambiguous-archive',
    tensor: memberName(name),
    message: t`The archive holds more than one member "${quoted(name)}": which one is read depends on the reader, so its values are not shown; save the arrays again`,
  };
}

function memberName(name: string): string {
  return name.endsWith(ENDING) ? name.slice(0, -ENDING.length) : name;
}

/** What a pickle would run matters more than what cannot be read. */
function byRule(a: FileProblem, b: FileProblem): number {
  return Number(a.rule === 'file/unreadable') - Number(b.rule === 'file/unreadable');
}

/** A member that cannot be read is a problem of its own: the others still show. */
async function openMember(
  entry: ZipEntry,
  reading: Reading,
  signal?: AbortSignal,
): Promise<{ tensors: readonly Tensor[]; problems: readonly FileProblem[] }> {
  const name = memberName(entry.name);
  try {
    const source = entry.source({ checksum: false, through: reading.archive });
    const head = await source.read(0, Math.min(MAGIC_BYTES, source.size), signal);
    // numpy gives such a member as raw bytes, whatever its name: a note, a pickle, or what macOS adds.
    if (!isNpy(head)) return { tensors: [], problems: await strayProblems(entry, head, signal) };
    const { tensor, problems } = await openNpyArray(source, name, signal, reading.headers);
    // A fresh source, so that a thousand open members do not each keep an inflater.
    return { tensors: [{ ...tensor, source: entry.source({ checksum: true }) }], problems };
  } catch (error) {
    if (!(error instanceof TensorFileError)) throw error;
    const message = error.message.includes(`"${entry.name}"`)
      ? error.message
      : t`Member "${entry.name}": ${error.message}`;
    const rule = error.rule === 'file/pickle-global' ? error.rule : 'file/unreadable';
    return { tensors: [], problems: [{ rule, tensor: name, message }] };
  }
}

/** What a pickle among the members names. */
async function strayProblems(
  entry: ZipEntry,
  head: Uint8Array,
  signal?: AbortSignal,
): Promise<readonly FileProblem[]> {
  const isPickle = pickleFormat.sniff(head, entry.name);
  if (!isPickle || entry.uncompressedSize > MAX_INFLATED_PICKLE_BYTES) return [];
  const bytes = await entry.source().read(0, entry.uncompressedSize, signal);
  const scan = scanPickles(bytes, t`Member "${quoted(entry.name)}"`);
  return scanProblems({ ...scan, failure: undefined, trailingBytes: 0 }, t('The pickle'));
}
