import { TensorFileError } from '../../errors';
import { t } from '../../l10n';
import type { FileProblem, TensorFile } from '../../tensor/tensor';
import type { OpenContext } from '../format';
import { namedProblems, refuseAttack } from '../pickle/namedProblems';
import { GraphWalk } from './graphWalk';
import { TORCH_HEAD_BYTES, torchLayout } from './layout';
import { openLegacyFile } from './legacyLayout';
import { openTorchArchive, type TorchArchive } from './zipLayout';

const TORCH_SCRIPT = (): FileProblem => ({
  rule: 'file/pickle-class',
  message: t(
    'This is a TorchScript archive: a program with its weights, which torch.load(weights_only=True) refuses. Its tensors are listed, its code is not run',
  ),
});

/** Opens a PyTorch file; its pickles are read as data. @throws TensorFileError when it is none, or an attack. */
export async function openTorchFile(
  context: OpenContext,
  signal?: AbortSignal,
): Promise<TensorFile> {
  const archive = await openArchive(context, signal);
  const problems = archiveProblems(archive);
  const metadata = new Map<string, string>();
  return {
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
}

/** @throws TensorFileError when the file is an attack. */
function archiveProblems({ globals, problems, isTorchScript }: TorchArchive): FileProblem[] {
  const named = isTorchScript
    ? globals.filter(({ module }) => !/^(__torch__(\..*)?|torch\.jit.*)$/.test(module))
    : globals;
  refuseAttack(named);
  return [...(isTorchScript ? [TORCH_SCRIPT()] : []), ...namedProblems(named), ...problems];
}

async function openArchive(
  { source, archive }: OpenContext,
  signal?: AbortSignal,
): Promise<TorchArchive> {
  const head = await source.read(0, Math.min(source.size, TORCH_HEAD_BYTES), signal);
  const layout = torchLayout(head);
  if (layout === 'zip') return openTorchArchive(source, signal, archive);
  if (layout === 'pickle') return openLegacyFile(source, signal);
  if (layout === 'tar')
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

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
}
