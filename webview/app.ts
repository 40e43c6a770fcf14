import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { layoutOf } from '../src/core/contracts/layout';
import { t } from '../src/core/l10n';
import type { Picture, Region } from '../src/core/render/picture';
import type { Fidelity } from './canvas/fidelity';
import { PictureSource } from './canvas/pictures';
import type { Probe, Shown, ViewContext } from './context';
import { emptyBox, errorBox } from './controls/errorBox';
import { moveInGroup } from './controls/fields';
import { iconButton } from './controls/icon';
import { note } from './controls/note';
import { LightElement } from './element';
import { tensorTitle } from './format';
import { failurePage } from './frame/failurePage';
import { inspector } from './frame/inspector';
import { keysDialog } from './frame/keysDialog';
import { inspectorPane, listPane, type PanePlace } from './frame/panes';
import { errorText, type Host, isCancelled } from './host';
import { Observable } from './observable';
import { savePicture } from './png';
import type { Store } from './store';
import { VIEWS } from './views/index';
import { isEmpty } from './views/shared/planes';
import type { View } from './views/view';
import type { ViewId } from './views/viewIds';
import './frame/statusLine';

/** Below this width the panes lie over the picture, one at a time. */
const NARROW_WIDTH = 720;

/** Views of which there is a picture to save. */
const PICTURED: ReadonlySet<ViewId> = new Set(['image', 'mask', 'latent', 'heatmap', 'line']);

const PANE_WIDTHS = {
  list: { share: 0.2, least: 170, most: 340 },
  inspector: { share: 0.27, least: 246, most: 330 },
} as const;
/** A busy page fills its panes no later than this. */
const PANES_DELAY_MS = 100;
type PaneId = keyof typeof PANE_WIDTHS;

/** The whole page: list, picture, inspector. */
@customElement('loupe-app')
export class App extends LightElement {
  @property({ attribute: false }) store!: Store;
  @property({ attribute: false }) host!: Host;
  @state() private width = 1200;
  /** False until a new page's picture has had its frame: it is what one waits for. */
  @state() private panesFilled = false;
  /** The pane opened over the picture while narrow. */
  @state() private drawer: PaneId | null = null;
  /** The last thing that was asked for and failed outside a view. */
  @state() private problem: string | null = null;
  @property({ attribute: false }) connectError: string | null = null;
  @property({ attribute: false }) onReconnect: () => void = () => undefined;
  #pictures: PictureSource | null = null;
  #generation = -1;
  readonly #probe = new Observable<Probe | null>(null);
  readonly #shown = new Observable<Shown | null>(null);
  readonly #maskShown = new Observable<Picture | null>(null);
  readonly #region = new Observable<Region | null>(null);
  readonly #scale = new Observable<number | null>(null);
  readonly #fidelity = new Observable<Fidelity | null>(null);
  #observer: ResizeObserver | null = null;
  #releases: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const update = () => this.requestUpdate();
    this.#releases.push(
      this.store.subscribe(update),
      this.#shown.subscribe(update),
      this.#maskShown.subscribe(update),
      this.#region.subscribe(update),
    );
    this.#observer = new ResizeObserver(() => {
      this.width = this.clientWidth;
    });
    this.#observer.observe(this);
    window.addEventListener('keydown', this.#onKey);
    window.addEventListener('unhandledrejection', this.#onRejection);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const release of this.#releases.splice(0)) release();
    this.#observer?.disconnect();
    window.removeEventListener('keydown', this.#onKey);
    window.removeEventListener('unhandledrejection', this.#onRejection);
  }

  protected override willUpdate(): void {
    if (this.#generation === this.store.generation) return;
    this.#generation = this.store.generation;
    if (this.store.document && !this.panesFilled) this.#fillPanes();
    this.pictures.clear();
    const { first } = this.store.document ?? {};
    for (const picture of first ?? []) this.pictures.offer(picture);
    this.#shown.set(null);
    this.#maskShown.set(null);
    this.#probe.set(null);
    this.#region.set(null);
  }

  protected override render(): TemplateResult {
    const { document } = this.store;
    if (this.connectError !== null)
      return errorBox(this.connectError, this.onReconnect, () => this.#showLog());
    if (!document)
      return html`<div class="progress-line" role="progressbar" aria-label=${t('Loading')}></div>`;
    if (document.failure || !document.file)
      return failurePage(this.host, document.failure ?? { message: t('Nothing was read.') });
    return html`<div class="frame ${this.narrow ? 'narrow' : ''}">
      ${this.#listPane()} ${this.#main()} ${this.#inspectorPane()} ${keysDialog()}
    </div>`;
  }

  protected override updated(): void {
    this.style.setProperty('--list-width', `${this.#widthOf('list')}px`);
    this.style.setProperty('--inspector-width', `${this.#widthOf('inspector')}px`);
  }

  #fillPanes(): void {
    const fill = () => {
      this.panesFilled = true;
    };
    requestAnimationFrame(() => requestIdleCallback(fill, { timeout: PANES_DELAY_MS }));
  }

  get pictures(): PictureSource {
    this.#pictures ??= new PictureSource(this.host, opensWith => this.store.setOpening(opensWith));
    return this.#pictures;
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

  #main(): TemplateResult {
    const context = this.#context();
    if (!context)
      return html`<main class="center">${emptyBox('circle-slash', t('This file holds no tensors.'))}</main>`;
    const views = this.#views(context);
    const view = this.#view(context, views);
    return html`<main class="center" aria-label=${context.title}>
      <h1 class="visually-hidden">${this.store.document?.file?.name ?? ''}</h1>
      ${this.#toolbar(context, views, view)} ${this.#problemNote()}
      <div class="view" role="tabpanel" id="view-panel" aria-labelledby="tab-${view.id}">
        ${this.#body(context, view)}
      </div>
      <loupe-status-line .context=${context}></loupe-status-line>
    </main>`;
  }

  /** The view; one that fails says so in its place and leaves the rest of the page alone. */
  #body(context: ViewContext, view: View): TemplateResult {
    try {
      return view.render(context);
    } catch (error) {
      return errorBox(
        errorText(error),
        () => this.requestUpdate(),
        () => this.#showLog(),
      );
    }
  }

  #toolbar(context: ViewContext, views: readonly View[], current: View): TemplateResult {
    const picture = { disabled: !PICTURED.has(current.id) || isEmpty(context.tensor) };
    return html`<div class="toolbar">
      ${iconButton('layout-sidebar-left', t('Tensor List'), () => this.#toggle('list'), {
        pressed: this.#isOpen('list'),
      })}
      <div class="tabs" role="tablist" aria-label=${t('Views')} @keydown=${moveInGroup}>
        ${views.map(
          view => html`<button
            type="button"
            role="tab"
            id="tab-${view.id}"
            aria-controls="view-panel"
            aria-selected=${view === current}
            tabindex=${view === current ? 0 : -1}
            @click=${() => context.set({ view: view.id })}
          >
            ${t(view.title)}
          </button>`,
        )}
      </div>
      <div class="toolbar-actions">
        ${iconButton('save', t('Save as PNG'), () => void savePicture(context, 'save'), picture)}
        ${iconButton('copy', t('Copy as PNG'), () => void savePicture(context, 'copy'), picture)}
        ${iconButton('question', t('Keyboard Shortcuts'), () => this.#showKeys())}
        ${iconButton('layout-sidebar-right', t('Inspector'), () => this.#toggle('inspector'), {
          pressed: this.#isOpen('inspector'),
        })}
      </div>
    </div>`;
  }

  #listPane(): TemplateResult | typeof nothing {
    if (!this.#isOpen('list')) return nothing;
    return listPane(this.#placeOf('list'), this.store, index => this.#select(index));
  }

  #inspectorPane(): TemplateResult | typeof nothing {
    const context = this.#context();
    if (!context || !this.#isOpen('inspector')) return nothing;
    return inspectorPane(this.#placeOf('inspector'), this.store, () =>
      inspector(context, this.#view(context, this.#views(context))),
    );
  }

  #placeOf(pane: PaneId): PanePlace {
    return { isNarrow: this.narrow, width: this.#widthOf(pane), isFilled: this.panesFilled };
  }

  #context(): ViewContext | null {
    const { store, host } = this;
    const { tensor } = store;
    if (!tensor || !store.document) return null;
    const findings = store.findingsOf(tensor);
    return {
      store,
      host,
      pictures: this.pictures,
      tensor,
      tensorIndex: store.selected,
      title: tensorTitle(tensor.name, store.document.file?.name ?? ''),
      look: store.look(tensor.name),
      layout: layoutOf(tensor, findings),
      findings,
      settings: store.document.settings,
      probe: this.#probe,
      shown: this.#shown,
      maskShown: this.#maskShown,
      region: this.#region,
      scale: this.#scale,
      fidelity: this.#fidelity,
      set: patch => {
        if (patch.view !== undefined) this.#fidelity.set(null);
        store.setLook(tensor.name, patch);
      },
    };
  }

  #views(context: ViewContext): View[] {
    return VIEWS.filter(view => view.fit(context) > 0);
  }

  #view(context: ViewContext, views: readonly View[]): View {
    const chosen = views.find(view => view.id === context.look.view);
    if (chosen) return chosen;
    return views.reduce((best, view) => (view.fit(context) > best.fit(context) ? view : best));
  }

  #select(index: number): void {
    this.#probe.set(null);
    this.#region.set(null);
    this.#maskShown.set(null);
    this.#shown.set(null);
    this.#fidelity.set(null);
    this.store.select(index);
    if (this.narrow) this.drawer = null;
    void this.host.call('show', { tensor: index }).catch(() => undefined);
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
    const typing = event.target instanceof HTMLInputElement && event.target.type !== 'range';
    if (event.key !== '?' || typing) return;
    event.preventDefault();
    this.#showKeys();
  };
}
