import { isPictureName } from '../core/formats/endings';
import { firstToShow } from '../core/present/firstPicture';
import { thumbnailPlan } from '../core/present/thumbnail';
import type { FileInfo } from '../protocol/engineMethods';
import type { Thumbnail } from '../protocol/webviewMethods';
import { fileBeside } from './folder';
import { locate } from './location';
import { overridesOf } from './overrides';
import type { Session } from './session';
import type { Uri } from './uri';

/**
 * A file of a folder as a small picture, by its name; null where it has none, and for pictures of a folder that is
 * not trusted: those are decoded by native code, and nobody has asked for this one.
 * @throws what opening the file throws
 */
export async function thumbnailOf(
  session: Session,
  uri: Uri,
  name: string,
  signal: AbortSignal,
): Promise<Thumbnail | null> {
  if (isPictureName(name) && !session.workspace.isTrusted) return null;
  const address = fileBeside(uri, name);
  const open = session.documents.get(address)?.file;
  if (open) return drawn(session, open, signal);
  const location = await locate(session.workspace, address);
  const overrides = await overridesOf(session, address);
  const file = await session.engine.call('open', { location, overrides }, { signal });
  try {
    return await drawn(session, file, signal);
  } finally {
    void session.engine.call('close', { fileId: file.fileId }).catch(() => undefined);
  }
}

async function drawn(
  { engine }: Pick<Session, 'engine'>,
  { fileId, tensors, findings }: FileInfo,
  signal: AbortSignal,
): Promise<Thumbnail | null> {
  const index = firstToShow(tensors, findings);
  const tensor = tensors[index];
  const plan = tensor && thumbnailPlan(tensor);
  if (!plan) return null;
  const { request } = plan;
  return {
    tensor,
    picture: await engine.call('picture', { fileId, tensor: index, request }, { signal }),
  };
}
