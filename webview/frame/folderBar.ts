import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../src/core/l10n';
import { thumbnailPlan } from '../../src/core/present/thumbnail';
import { DEFAULT_TONE, paintOptions } from '../../src/core/present/tone';
import type { Picture } from '../../src/core/render/picture';
import type { Thumbnail } from '../../src/protocol/webviewMethods';
import { iconButton } from '../controls/icon';
import '../controls/strip';
import type { FolderWalk } from '../folderWalk';
import { formatCount } from '../format';
import type { Host } from '../host';
import type { Store } from '../store';

const FILE_WIDTH = 104;

/** The buttons to the next file of the folder and the one before; nothing where there is no other. */
export function stepButtons(walk: FolderWalk): TemplateResult | typeof nothing {
  if (walk.files.value.length < 2) return nothing;
  const button = (by: 1 | -1, icon: string, title: (name: string) => string, none: string) => {
    const to = walk.neighbour(by);
    return iconButton(icon, to ? title(to.name) : none, () => void walk.step(by), {
      disabled: to === null,
    });
  };
  return html`${button(-1, 'chevron-left', name => t('Previous file: {0} (,)', name), t('This is the first file of the folder'))}${button(
    1,
    'chevron-right',
    name => t('Next file: {0} (.)', name),
    t('This is the last file of the folder'),
  )}`;
}

/** Which file of its folder is shown; nothing where that is the editor's own and nobody walks. */
export function fileLine(store: Store, walk: FolderWalk): TemplateResult | typeof nothing {
  const { document, panes } = store;
  const isWalking = panes.filmstripOpen && walk.files.value.length > 1;
  if (!document || (document.isOwn && !isWalking)) return nothing;
  const { at } = walk;
  const place = t('{0} of {1}', formatCount(at + 1), formatCount(walk.files.value.length));
  return html`<div class="file-line" role="status">
    <span class="file-name">${document.fileName}</span>
    ${at < 0 ? nothing : html`<span class="quiet">${place}</span>`}
  </div>`;
}

/** The row of the folder's files as small pictures. */
export function filmstrip(
  store: Store,
  walk: FolderWalk,
  thumbs: Thumbnails,
): TemplateResult | typeof nothing {
  const files = walk.files.value;
  if (!store.panes.filmstripOpen || files.length < 2) return nothing;
  const { settings } = store.document!;
  return html`<loupe-strip
    class="filmstrip"
    .label=${t('Files of this folder')}
    .count=${files.length}
    .selected=${walk.at}
    .itemWidth=${FILE_WIDTH}
    .itemAt=${(item: number) => {
      const { name, worst } = files[item]!;
      return { caption: name.replace(/(.)\.[^.]*$/, '$1'), label: name, mark: worst };
    }}
    .load=${(item: number, signal: AbortSignal) => thumbs.of(files[item]!.name, signal)}
    .options=${(picture: Picture) => {
      const tensor = thumbs.tensorOf(picture);
      const { painted, tone } = thumbnailPlan(tensor)!;
      return paintOptions(picture, painted, tensor, DEFAULT_TONE, settings, tone);
    }}
    .sourceKey=${JSON.stringify([files.map(({ name }) => name), thumbs.version])}
    .onChoose=${(item: number) => void walk.open(files[item]!.name)}
  ></loupe-strip>`;
}

/** The small pictures of a folder's files, asked for once each. */
export class Thumbnails {
  readonly #host: Host;
  readonly #known = new Map<string, Thumbnail | null>();
  /** Rises when a picture that was given is old. */
  version = 0;
  readonly #tensors = new WeakMap<Picture, Thumbnail['tensor']>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The picture of a file; null where it has none or cannot be read. */
  async of(file: string, signal: AbortSignal): Promise<Picture | null> {
    const known = this.#known.get(file);
    const thumbnail =
      known === undefined
        ? await this.#host.call('thumbnail', { file }, signal).catch(() => null)
        : known;
    if (!signal.aborted) this.#known.set(file, thumbnail);
    if (thumbnail) this.#tensors.set(thumbnail.picture, thumbnail.tensor);
    return thumbnail?.picture ?? null;
  }

  /** What a picture that was given is of. */
  tensorOf(picture: Picture): Thumbnail['tensor'] {
    return this.#tensors.get(picture)!;
  }

  /** A file has changed: its picture is asked for again. */
  forget(file: string): void {
    if (this.#known.delete(file)) this.version++;
  }
}
