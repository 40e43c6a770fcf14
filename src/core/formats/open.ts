import type { ByteSource } from '../bytes/byteSource';
import { pagedSource } from '../bytes/pagedSource';
import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { FileProblem, FormatId, TensorFile } from '../tensor/tensor';
import { foreignContent } from './foreignContent';
import { endingsOf, type OpenContext, SNIFF_BYTES, type TensorFormat } from './format';
import { FORMATS } from './index';
import { isZip } from './magic';
import { isNamedTorch } from './torch';
import type { ZipArchive } from './zipEntry';

/**
 * Opens a tensor file, headers only: its format is known by its content first, by its ending second.
 * Small reads go through a cache of 16 MiB. The file is closed when it cannot be opened.
 * @throws TensorFileError saying what is wrong, or what the file is instead.
 */
export async function openTensorFile(
  context: OpenContext,
  signal?: AbortSignal,
): Promise<TensorFile> {
  try {
    const source = pagedSource(context.source);
    const { format, archive } = await formatOf(source, context.name, signal);
    const given = archive ? { ...context, source, archive } : { ...context, source };
    const file = await format.open(given, signal);
    checkNotHollow(file, context.name);
    return withEndingChecked(file, format, context.name);
  } catch (error) {
    await context.source.close();
    throw error;
  }
}

/** An empty header is too little to overrule a name: nothing in `x.pt` says that safetensors was meant. */
function checkNotHollow({ format, tensors }: TensorFile, name: string): void {
  const isHollow = format === 'safetensors' && tensors.length === 0;
  if (!isHollow || !isNamedTorch(name)) return;
  throw new TensorFileError(
    t(
      'The file is named like a PyTorch file, but it holds an empty safetensors header and no tensor',
    ),
    { byteOffset: 0 },
  );
}

/** Loaders choose by the ending: a file of another format than its name says is told. */
function withEndingChecked(file: TensorFile, format: TensorFormat, name: string): TensorFile {
  const named = formatByEnding(name);
  if (!named || named.id === format.id) return file;
  const ending = name.slice(name.lastIndexOf('.'));
  const problem: FileProblem = {
    rule: 'file/wrong-ending',
    message: t`The content is ${format.id}, but the name ends in ${ending}: loaders, ComfyUI's too, choose by the ending and will refuse the file; rename it to end in ${endingsOf(format)[0]!}`,
  };
  return { ...file, problems: [problem, ...file.problems] };
}

/** A format, and the directory that told it. */
interface KnownFormat {
  readonly format: TensorFormat;
  readonly archive?: ZipArchive;
}

async function formatOf(
  source: ByteSource,
  name: string,
  signal?: AbortSignal,
): Promise<KnownFormat> {
  if (source.size === 0) throw new TensorFileError(t('The file is empty: it has 0 bytes'));
  const head = await source.read(0, Math.min(SNIFF_BYTES, source.size), signal);
  if (isZip(head)) return zipFormat(source, name, signal);
  const byContent = FORMATS.find(format => format.sniff(head, name));
  if (byContent) return { format: byContent };
  const foreign = foreignContent(head);
  if (foreign) throw new TensorFileError(foreign, { byteOffset: 0 });
  const byEnding = formatByEnding(name);
  if (byEnding) return { format: byEnding };
  throw new TensorFileError(
    t(
      'This is no tensor file that is known here: neither its first bytes nor its name are those of safetensors, NumPy, PyTorch or an image',
    ),
    { byteOffset: 0 },
  );
}

/** The format whose longest ending the name has; undefined when none does. */
export function formatByEnding(name: string): TensorFormat | undefined {
  const lower = name.toLowerCase();
  const matches = FORMATS.flatMap(format =>
    endingsOf(format)
      .filter(ending => lower.endsWith(ending))
      .map(ending => ({ format, length: ending.length })),
  );
  return matches.sort((a, b) => b.length - a.length)[0]?.format;
}

/** torch.save and np.savez both write zips: only torch's holds a `data.pkl`. */
async function zipFormat(
  source: ByteSource,
  name: string,
  signal?: AbortSignal,
): Promise<KnownFormat> {
  const hasTorchEnding = isNamedTorch(name);
  try {
    const { openZip } = await import('./zip');
    const archive = await openZip(source, signal);
    const { entries } = archive;
    const isTorch =
      entries.some(entry => /(?:^|\/)data\.pkl$/.test(entry.name)) ||
      (hasTorchEnding && !entries.some(entry => entry.name.endsWith('.npy')));
    return { format: formatById(isTorch ? 'torch' : 'npz'), archive };
  } catch (error) {
    if (!(error instanceof TensorFileError)) throw error;
    return { format: formatById(hasTorchEnding ? 'torch' : 'npz') };
  }
}

function formatById(id: FormatId): TensorFormat {
  const format = FORMATS.find(candidate => candidate.id === id);
  if (!format) throw new TensorFileError(t`The format ${id} is not read here`);
  return format;
}
