import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../src/core/l10n';
import type { ViewContext } from './context';
import { emptyBox, errorBox } from './controls/errorBox';
import { moveInGroup } from './controls/fields';
import { iconButton } from './controls/icon';
import { note } from './controls/note';
import { copyCode, partShown } from './copyCode';
import { LightElement } from './element';
import { FileCaches } from './fileCaches';
import type { FolderWalk } from './folderWalk';
import { failurePage } from './frame/failurePage';
import { fileLine, filmstrip, stepButtons, Thumbnails } from './frame/folderBar';
import { inspector } from './frame/inspector';
import { keysDialog } from './frame/keysDialog';
import { inspectorPane, listPane, type PanePlace } from './frame/panes';
import type { StatusLine } from './frame/statusLine';
import { errorText, type Host, isCancelled } from './host';
import { isCopy, isForControl } from './keys';
import { openingSettings } from './openingPlace';
import { savePicture } from './png';
import { ViewSession } from './session';
import type { Store } from './store';
import { isEmpty } from './views/shared/planes';
import type { View } from './views/view';
import './frame/statusLine';
import './frame/viewPane';

/** Below this width the panes lie over the picture, one at a time. */
const NARROW_WIDTH = 720;

const PANE_WIDTHS = {
  list: { share: 0.2, least: 170, most: 340 },
  inspector: { share: 0.27, least: 246, most: 330 },
} as const;
/** A busy page fills its panes no later than this. */
const PANES_DELAY_MS = 100;
/** To the file before, and to the next one. */
const FILE_KEYS: Readonly<Record<string, 1 | -1>> = { ',': -1, '.': 1 };
/** Copies the Python that loads what is on screen. */
function codeButton(context: ViewContext): TemplateResult {
  const part = partShown(context);
  const copy = () => part && void copyCode(context, part);
  return iconButton('code', t('Copy Python Code That Loads This'), copy, { disabled: !part });
}

type PaneId = keyof typeof PANE_WIDTHS;

/** The whole page: list, picture, inspector. */
@customElement('loupe-app')
export class App extends LightElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) walk!: FolderWalk;
  @state() private width = 1200;
  /** False until a new page's picture has had its frame: it is what one waits for. */
  @state() private panesFilled = false;
  /** The pane opened over the picture while narrow. */
  @state() private drawer: PaneId | null = null;
  /** The last thing that was asked for and failed outside a view. */
  @state() private problem: string | null = null;
  @property({ attribute: false }) connectError: string | null = null;
  @property({ attribute: false }) onReconnect: () => void = () => undefined;
  /** Of the document of this generation. */
  #caches: FileCaches | null = null;
  #generation = -1;
  #thumbnails!: Thumbnails;
  #fileName: string | null = null;
  #session: ViewSession | null = null;
  #releaseSession: () => void = () => undefined;
  #observer: ResizeObserver | null = null;
  #releases: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const update = () => this.requestUpdate();
    this.#thumbnails = new Thumbnails(this.host);
    this.#releases.push(this.store.subscribe(update), this.walk.files.subscribe(update), () =>
      this.#releaseSession(),
    );
    this.#observer = new ResizeObserver(() => {
      this.width = this.clientWidth;
    });
    this.#observer.observe(this);
    window.addEventListener('keydown', this.#onKey);
    window.addEventListener('focus', this.#focusPicture);
    window.addEventListener('unhandledrejection', this.#onRejection);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const release of this.#releases.splice(0)) release();
    this.#observer?.disconnect();
    window.removeEventListener('keydown', this.#onKey);
    window.removeEventListener('focus', this.#focusPicture);
    window.removeEventListener('unhandledrejection', this.#onRejection);
  }

  protected override willUpdate(): void {
    const { store } = this;
    if (store.document && this.#generation !== store.generation) {
      this.#generation = store.generation;
      if (!this.panesFilled) this.#fillPanes();
      const { fileName } = store.document;
      if (fileName === this.#fileName) this.#thumbnails.forget(fileName);
      this.#fileName = fileName;
      this.#caches = new FileCaches(this.host);
      for (const picture of store.document.first) this.#caches.pictures.offer(picture);
      this.#session = null;
    }
    if (this.#caches && this.#session?.tensor !== store.tensor) this.#beginSession(this.#caches);
  }

  /** A session for the tensor chosen; what is set in it is kept for when it is chosen again. */
  #beginSession(caches: FileCaches): void {
    const { store, host } = this;
    this.#releaseSession();
    this.#session = null;
    const { tensor } = store;
    if (!tensor) return;
    const session = new ViewSession(
      { store, host, caches },
      store.selected,
      openingSettings(store, tensor),
    );
    const releases = [
      session.onChange(() => this.requestUpdate()),
      session.surface.subscribe(this.#focusPicture),
      session.opensWith.subscribe(() => store.setOpening(session.opensWith.value)),
      session.settings.subscribe(() => store.keepSettings(tensor, session.settings.value)),
    ];
    this.#releaseSession = () => {
      for (const release of releases) release();
    };
    this.#session = session;
  }

  protected override render(): TemplateResult {
    const { document } = this.store;
    if (this.connectError !== null)
      return errorBox(this.connectError, this.onReconnect, () => this.#showLog());
    if (!document)
      return html`<div class="progress-line" role="progressbar" aria-label=${t('Loading')}></div>`;
    if (document.failure || !document.file)
      return html`<div class="frame">
        <div class="center">
          <div class="toolbar"><div class="toolbar-actions">${stepButtons(this.walk)}</div></div>
          ${fileLine(this.store, this.walk)}
          ${failurePage(this.host, document.failure ?? { message: t('Nothing was read.') })}
          ${filmstrip(this.store, this.walk, this.#thumbnails)}
        </div>
      </div>`;
    return html`<div class="frame ${this.narrow ? 'narrow' : ''}">
      ${this.#listPane()} ${this.#main(this.#session)} ${this.#inspectorPane(this.#session)} ${keysDialog()}
    </div>`;
  }

  protected override updated(): void {
    this.style.setProperty('--list-width', `${this.#widthOf('list')}px`);
    this.style.setProperty('--inspector-width', `${this.#widthOf('inspector')}px`);
  }

  #fillPanes(): void {
    const fill = () => {
      this.panesFilled = true;
      void this.walk.refresh();
    };
    requestAnimationFrame(() => requestIdleCallback(fill, { timeout: PANES_DELAY_MS }));
  }

  get narrow(): boolean {
    return this.width < NARROW_WIDTH;
  }

  /** A pane's width: the user's, else a share of the page. */
  #widthOf(pane: PaneId): number {
    const { listWidth, inspectorWidth } = this.store.panes;
    const { share, least, most } = PANE_WIDTHS[pane];
    const own = pane === 'list' ? listWidth : inspectorWidth;
    return own ?? Math.round(Math.min(most, Math.max(least, this.width * share)));
  }

  #main(session: ViewSession | null): TemplateResult {
    if (!session)
      return html`<main class="center">${emptyBox('circle-slash', t('This file holds no tensors.'))}</main>`;
    const { view } = session;
    const context = session.context(view);
    return html`<main class="center" aria-label=${context.title}>
      <h1 class="visually-hidden">${this.store.document?.file?.name ?? ''}</h1>
      ${this.#toolbar(context, view)} ${fileLine(this.store, this.walk)} ${this.#problemNote()} ${this.#notice(session)}
      <loupe-view
        class="view"
        role="tabpanel"
        id="view-panel"
        aria-labelledby="tab-${view.id}"
        .session=${session}
      ></loupe-view>
      <loupe-status-line .context=${context}></loupe-status-line>
      ${filmstrip(this.store, this.walk, this.#thumbnails)}
    </main>`;
  }

  #toolbar(context: ViewContext, current: View): TemplateResult {
    const { session } = context;
    const picture = { disabled: !current.isPicture || isEmpty(context.tensor) };
    return html`<div class="toolbar">
      ${iconButton('layout-sidebar-left', t('Tensor List'), () => this.#toggle('list'), {
        pressed: this.#isOpen('list'),
      })}
      <div class="tabs" role="tablist" aria-label=${t('Views')} @keydown=${moveInGroup}>
        ${session.views.map(
          view => html`<button
            type="button"
            role="tab"
            id="tab-${view.id}"
            aria-controls="view-panel"
            aria-selected=${view === current}
            tabindex=${view === current ? 0 : -1}
            @click=${() => session.setView(view.id)}
          >
            ${t(view.title)}
          </button>`,
        )}
      </div>
      <div class="toolbar-actions">
        ${stepButtons(this.walk)} ${this.#filmstripButton()}
        ${iconButton('save', t('Save as PNG'), () => void savePicture(context, 'save'), picture)}
        ${iconButton('copy', t('Copy as PNG'), () => void savePicture(context, 'copy'), picture)}
        ${this.narrow ? nothing : codeButton(context)}
        ${iconButton('question', t('Keyboard Shortcuts'), () => this.#showKeys())}
        ${iconButton('layout-sidebar-right', t('Inspector'), () => this.#toggle('inspector'), {
          pressed: this.#isOpen('inspector'),
        })}
      </div>
    </div>`;
  }

  #filmstripButton(): TemplateResult | typeof nothing {
    const { panes } = this.store;
    if (this.walk.files.value.length < 2 || (this.narrow && !panes.filmstripOpen)) return nothing;
    const toggle = () => this.store.setPanes({ filmstripOpen: !panes.filmstripOpen });
    return iconButton('layout-panel', t('Files of this folder'), toggle, {
      pressed: panes.filmstripOpen,
    });
  }

  #listPane(): TemplateResult | typeof nothing {
    if (!this.#isOpen('list')) return nothing;
    return listPane(this.#placeOf('list'), this.store, this.host, index => this.#select(index));
  }

  #inspectorPane(session: ViewSession | null): TemplateResult | typeof nothing {
    if (!session || !this.#isOpen('inspector')) return nothing;
    return inspectorPane(this.#placeOf('inspector'), this.store, () => inspector(session));
  }

  #placeOf(pane: PaneId): PanePlace {
    return { isNarrow: this.narrow, width: this.#widthOf(pane), isFilled: this.panesFilled };
  }

  #select(index: number): void {
    this.store.select(index);
    if (this.narrow) this.drawer = null;
    const file = this.store.document!.fileName;
    void this.host.call('show', { file, tensor: index }).catch(() => undefined);
  }

  #isOpen(pane: PaneId): boolean {
    if (this.narrow) return this.drawer === pane;
    return pane === 'list' ? this.store.panes.listOpen : this.store.panes.inspectorOpen;
  }

  #toggle(pane: PaneId): void {
    if (this.narrow) this.drawer = this.drawer === pane ? null : pane;
    else if (pane === 'list') this.store.setPanes({ listOpen: !this.store.panes.listOpen });
    else this.store.setPanes({ inspectorOpen: !this.store.panes.inspectorOpen });
  }

  #showKeys(): void {
    this.querySelector<HTMLDialogElement>('dialog.keys')?.showModal();
  }

  #showLog(): void {
    void this.host.call('showLog', undefined);
  }

  #problemNote(): TemplateResult | typeof nothing {
    if (this.problem === null) return nothing;
    return html`<div role="alert">
      ${note('error', this.problem, { title: t('Show Log'), run: () => this.#showLog() }, () => {
        this.problem = null;
      })}
    </div>`;
  }

  #notice({ notice }: ViewSession): TemplateResult | typeof nothing {
    if (!notice.value) return nothing;
    const { text, action } = notice.value;
    return html`<div role="status">${note('warning', text, action, () => notice.set(null))}</div>`;
  }

  readonly #onRejection = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    if (!isCancelled(event.reason)) this.problem = errorText(event.reason);
  };

  /** Closes the pane over the picture; the focus goes back to the button that opened it. */
  #closeDrawer(): void {
    const opener = this.drawer === 'list' ? '.toolbar > button' : '.toolbar-actions > :last-child';
    this.drawer = null;
    this.querySelector<HTMLElement>(opener)?.focus();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.narrow && this.drawer) this.#closeDrawer();
    if (event.defaultPrevented || isForControl(event)) return;
    const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : FILE_KEYS[event.key];
    if (event.key === '?') {
      event.preventDefault();
      this.#showKeys();
    } else if (step !== undefined) {
      event.preventDefault();
      void this.walk.step(step);
    } else if (isCopy(event)) this.querySelector<StatusLine>('loupe-status-line')?.copyProbe(event);
    else this.#session?.surface.value?.key?.(event);
  };

  /** The picture takes the focus where nothing else has it: a page opened by keyboard is used by keyboard. */
  readonly #focusPicture = (): void => {
    if (document.hasFocus() && document.activeElement === document.body)
      this.#session?.surface.value?.takeFocus?.();
  };
}
