import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { FileProblem, TensorFile } from '../tensor/tensor';
import type { OpenContext, TensorFormat } from './format';
import { namedProblems, refuseAttack } from './pickle/namedProblems';
import { openLegacyFile } from './torch/legacyLayout';
import { GraphWalk } from './torch/walk';
import { openTorchArchive, type TorchArchive } from './torch/zipLayout';

const ENDINGS = ['.pt', '.pth', '.ckpt', '.bin'] as const;
const PICKLE_PROTO = 0x80;
const NEWEST_PROTOCOL = 5;
/** `LONG1` of ten bytes: the magic number that begins a legacy file, behind its PROTO. */
const LEGACY_MAGIC_BYTES = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
/** Protocol 4 puts a frame of nine bytes in front of it. */
const MAX_MAGIC_OFFSET = 16;
const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04];
const TAR_MAGIC_OFFSET = 257;
const TAR_MAGIC = [0x75, 0x73, 0x74, 0x61, 0x72];
/** The members that torch writes first into its archives. */
const FIRST_MEMBER =
  /^[^/]+\/(data\.pkl|data\/|code\/|constants|version$|byteorder$|\.|attributes\.pkl)/;

const TORCH_SCRIPT = (): FileProblem => ({
  rule: 'file/pickle-class',
  message: t(
    'This is a TorchScript archive: a program with its weights, which torch.load(weights_only=True) refuses. Its tensors are listed, its code is not run',
  ),
});

/** PyTorch's files: zip archives, and the pickles of torch before 1.6. Read as data, never executed. */
export const torchFormat: TensorFormat = {
  id: 'torch',
  endings: ENDINGS,
  sniff: (head, name) => {
    const lower = name.toLowerCase();
    const hasEnding = ENDINGS.some(ending => lower.endsWith(ending));
    if (startsWith(head, ZIP_MAGIC)) return FIRST_MEMBER.test(firstMember(head)) || hasEnding;
    if (isPickle(head)) return hasLegacyMagic(head);
    return hasEnding && isTar(head);
  },
  open: async (context, signal) => {
    const archive = await openArchive(context, signal);
    const problems = archiveProblems(archive);
    const metadata = new Map<string, string>();
    const file: TensorFile = {
      format: 'torch',
      byteLength: context.source.size,
      metadata,
      tensors: archive.parts.flatMap(({ pickle, storages, prefix }) => {
        const walk = new GraphWalk(storages);
        walk.walk(pickle.value, prefix);
        problems.push(...walk.contents.problems);
        for (const [key, text] of walk.contents.metadata) metadata.set(key, text);
        return walk.contents.tensors;
      }),
      problems,
      close: () => context.source.close(),
    };
    return file;
  },
};

/** @throws TensorFileError when the file is an attack. */
function archiveProblems({ globals, problems, isTorchScript }: TorchArchive): FileProblem[] {
  const named = isTorchScript
    ? globals.filter(({ module }) => !/^(__torch__(\..*)?|torch\.jit.*)$/.test(module))
    : globals;
  refuseAttack(named);
  return [...(isTorchScript ? [TORCH_SCRIPT()] : []), ...namedProblems(named), ...problems];
}

async function openArchive({ source }: OpenContext, signal?: AbortSignal): Promise<TorchArchive> {
  const head = await source.read(0, Math.min(source.size, TAR_MAGIC_OFFSET + 5), signal);
  if (startsWith(head, ZIP_MAGIC)) return openTorchArchive(source, signal);
  if (isPickle(head)) return openLegacyFile(source, signal);
  if (isTar(head))
    throw new TensorFileError(
      t(
        'This is a tar file of torch before 0.1.10, which torch itself refuses to load safely: load and save it again with a newer torch',
      ),
    );
  throw new TensorFileError(
    source.size === 0
      ? t('The file is empty: a PyTorch file begins with a zip archive or a pickle')
      : t`The file is no PyTorch file: it begins with ${hexOf(head.subarray(0, 4))}, not with a zip archive or a pickle`,
    { byteOffset: 0 },
  );
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte);
}

function isPickle(head: Uint8Array): boolean {
  return head[0] === PICKLE_PROTO && head[1]! <= NEWEST_PROTOCOL;
}

function isTar(head: Uint8Array): boolean {
  return startsWith(head.subarray(TAR_MAGIC_OFFSET), TAR_MAGIC);
}

/** The name in the first local header of a zip file. */
function firstMember(head: Uint8Array): string {
  const length = (head[26] ?? 0) + 256 * (head[27] ?? 0);
  return String.fromCharCode(...head.subarray(30, 30 + Math.min(length, 256)));
}

/** Whether a pickle of any protocol begins with the magic number. */
function hasLegacyMagic(head: Uint8Array): boolean {
  const starts = Array.from({ length: MAX_MAGIC_OFFSET }, (_, start) => head.subarray(start));
  return starts.some(rest => startsWith(rest, LEGACY_MAGIC_BYTES));
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
}
