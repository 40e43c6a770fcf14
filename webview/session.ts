import { layoutOf } from '../src/core/contracts/layout';
import { COARSE_BYTES, requestBytes } from '../src/core/present/firstPicture';
import type { Picture, Region } from '../src/core/render/picture';
import type { TensorInfo } from '../src/protocol/engineMethods';
import type { TensorPictureRequest } from '../src/protocol/webviewMethods';
import type { Fidelity } from './canvas/fidelity';
import type { Planes } from './canvas/pictureLoader';
import type { Opening } from './canvas/pictures';
import type { Probe, Shown, Surface, ViewContext } from './context';
import type { FileCaches } from './fileCaches';
import { tensorTitle } from './format';
import type { Host } from './host';
import { Observable } from './observable';
import type { Store } from './store';
import { DEFAULT_COMMON, type TensorSettings } from './viewSettings';
import { chosenView, viewsOf } from './views/choose';
import type { View } from './views/view';

/** What the sessions of a page share. */
export interface SessionPage {
  readonly store: Store;
  readonly host: Host;
  readonly caches: FileCaches;
}

/** One sentence and at most one thing to do about it. */
export interface Notice {
  readonly text: string;
  readonly action: { readonly title: string; run(): void };
}

/**
 * One tensor as it is looked at: all that its view shows, holds and is set to. It lives as long as the tensor
 * is chosen and its file is not read anew, and shares nothing with another session on the page but the file.
 */
export class ViewSession {
  readonly page: SessionPage;
  readonly tensor: TensorInfo;
  readonly tensorIndex: number;
  readonly settings: Observable<TensorSettings>;
  readonly probe = new Observable<Probe | null>(null);
  readonly shown = new Observable<Shown | null>(null);
  /** The mask picture on screen, for its coverage. */
  readonly maskShown = new Observable<Picture | null>(null);
  readonly region = new Observable<Region | null>(null);
  /** CSS pixels an element of the picture on screen; null where there is no picture. */
  readonly scale = new Observable<number | null>(null);
  /** How true the picture on screen is; null where there is no stage. */
  readonly fidelity = new Observable<Fidelity | null>(null);
  /** What draws the picture now; null where the view has none. */
  readonly surface = new Observable<Surface | null>(null);
  /** The pictures that its view opened with last, but those too large to be sent unasked. */
  readonly opensWith = new Observable<readonly TensorPictureRequest[]>([]);
  #opening: Opening | null = null;
  /** What happened that the user must know, above the view. */
  readonly notice = new Observable<Notice | null>(null);
  #planes: { readonly key: string; readonly planes: Planes } | null = null;

  /** @param tensorIndex of a tensor of the file shown */
  constructor(page: SessionPage, tensorIndex: number, settings: TensorSettings) {
    this.page = page;
    this.tensorIndex = tensorIndex;
    this.tensor = page.store.tensors[tensorIndex]!;
    this.settings = new Observable(settings);
  }

  /** Calls back on every change after which the page must be drawn again. */
  onChange(listener: () => void): () => void {
    const watched = [this.settings, this.shown, this.maskShown, this.region, this.notice];
    const releases = watched.map(one => one.subscribe(listener));
    return () => {
      for (const release of releases) release();
    };
  }

  /** The views that suit the tensor, in the order of their tabs. */
  get views(): readonly View[] {
    return viewsOf(this.#subject);
  }

  /** The view shown: the user's, else the one that suits best. */
  get view(): View {
    return chosenView(this.views, this.#subject, this.settings.value.view);
  }

  setView(view: string): void {
    this.fidelity.set(null);
    this.settings.set({ ...this.settings.value, view });
  }

  /** Begins what the view opens with: the next page of its file gets that before it asks. */
  opens(): Opening {
    let noted: readonly TensorPictureRequest[] = [];
    const opening: Opening = asked => {
      if (this.#opening !== opening) return;
      if (requestBytes(asked.request) <= COARSE_BYTES) noted = [...noted, asked];
      this.opensWith.set(noted);
    };
    this.#opening = opening;
    return opening;
  }

  /** Keeps one object for equal planes, so that a stage sees whether they changed. */
  steady(planes: Planes): Planes {
    const key = JSON.stringify(planes);
    if (this.#planes?.key !== key) this.#planes = { key, planes };
    return this.#planes.planes;
  }

  /** All that a view needs to draw itself now. */
  context(view: View = this.view): ViewContext {
    const { store, host, caches } = this.page;
    const { tensor, tensorIndex } = this;
    const { common, byView } = this.settings.value;
    const { findings, layout } = this.#subject;
    return {
      session: this,
      store,
      host,
      caches,
      pictures: caches.pictures,
      tensor,
      tensorIndex,
      title: tensorTitle(tensor.name, store.document?.file?.name ?? ''),
      layout,
      findings,
      editor: store.document!.settings,
      common: { ...DEFAULT_COMMON, ...common },
      own: { ...view.settings, ...byView[view.id] },
      setCommon: patch => this.#set(view.id, patch, {}),
      setOwn: patch => this.#set(view.id, {}, patch),
    };
  }

  get #subject() {
    const { tensor } = this;
    const findings = this.page.store.findingsOf(tensor);
    return { tensor, findings, layout: layoutOf(tensor) };
  }

  #set(view: string, common: TensorSettings['common'], own: object): void {
    const now = this.settings.value;
    this.settings.set({
      ...now,
      common: { ...now.common, ...common },
      byView: { ...now.byView, [view]: { ...now.byView[view], ...own } },
    });
  }
}
