import type { Finding } from '../src/core/findings';
import { firstToShow } from '../src/core/present/firstPicture';
import type { TensorInfo } from '../src/protocol/engineMethods';
import type {
  CompanionFile,
  DocumentState,
  TensorPictureRequest,
} from '../src/protocol/webviewMethods';
import { NO_SETTINGS, type TensorSettings } from './viewSettings';

/** The orders of the tensor list. */
export const SORT_ORDERS = ['file', 'name', 'size', 'dtype'] as const;
/** One of them. */
export type SortOrder = (typeof SORT_ORDERS)[number];

/** The panes around the picture. */
export interface Panes {
  /** CSS pixels; null leaves it to the width of the page. */
  readonly listWidth: number | null;
  readonly listOpen: boolean;
  readonly inspectorWidth: number | null;
  readonly inspectorOpen: boolean;
  /** The row of the folder's files. */
  readonly filmstripOpen: boolean;
  readonly sort: SortOrder;
}

const DEFAULT_PANES: Panes = {
  listWidth: null,
  listOpen: true,
  inspectorWidth: null,
  inspectorOpen: true,
  filmstripOpen: false,
  sort: 'file',
};

/** The part of the state that outlives the page. */
export interface SavedState {
  readonly version: 2;
  /** Another file of the folder that was shown in place of the editor's own. */
  readonly file?: string;
  readonly selected: string | null;
  readonly settings: readonly (readonly [string, TensorSettings])[];
  readonly panes: Partial<Panes>;
}

/** Takes the state that outlives the page, and what its view opens with. */
type Save = (state: SavedState, opening: readonly TensorPictureRequest[]) => void;

/** A drag changes the state with every move; it is saved when it rests. */
const SAVE_MS = 200;

/** How the key of a tensor of another file begins (overlayTensors.ts). */
export const COMPANION = '#';

/** Tensors whose settings are kept between pages; those set longest ago go first. */
const MAX_TENSORS = 200;

/** All that the page shows, and the one place that changes it. */
export class Store {
  #document: DocumentState | null = null;
  #findings: readonly Finding[] = [];
  #unread = 0;
  #companions: readonly CompanionFile[] = [];
  #selected = 0;
  /** The tensor last chosen, by name: it is shown again when it comes back. */
  #wanted: string | null = null;
  /** The file that the last page of this editor showed in place of its own. */
  #lastFile: string | null = null;
  /** By the tensor's name. */
  #settings = new Map<string, TensorSettings>();
  #panes = DEFAULT_PANES;
  #restored: boolean;
  readonly #listeners = new Set<() => void>();
  #saving: ReturnType<typeof setTimeout> | null = null;
  /** What the view shown opens with. */
  #opening: readonly TensorPictureRequest[] = [];
  readonly #save: Save;
  /** Counts the documents received: a picture of an older one is stale. */
  generation = 0;

  readonly #onPending: (isPending: boolean) => void;

  /** @param onPending hears whether something waits to be saved */
  constructor(saved: unknown, save: Save, onPending: (isPending: boolean) => void = () => {}) {
    this.#save = save;
    this.#onPending = onPending;
    this.#restored = this.#restore(saved);
    this.#lastFile = asSaved(saved)?.file ?? null;
  }

  #restore(saved: unknown): boolean {
    const state = asSaved(saved);
    if (!state) return false;
    this.#wanted = state.selected;
    this.#settings = new Map(state.settings);
    this.#panes = { ...DEFAULT_PANES, ...state.panes };
    return true;
  }

  get document(): DocumentState | null {
    return this.#document;
  }

  /** The file shown, or to be shown again; null where that is left to the editor. */
  get fileName(): string | null {
    return this.#document?.fileName ?? this.#lastFile;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** How many tensors have values that were not read. */
  get unread(): number {
    return this.#unread;
  }

  /** Files opened beside this one, for as long as the page lives. */
  get companions(): readonly CompanionFile[] {
    return this.#companions;
  }

  addCompanions(files: readonly CompanionFile[]): void {
    const ids = new Set(files.map(({ id }) => id));
    this.#companions = [...this.#companions.filter(({ id }) => !ids.has(id)), ...files];
    this.#changed();
  }

  /** Whether a tensor of a file that is not at hand yet was laid over or under one of this file. */
  get wantsCompanions(): boolean {
    const isMissing = (key: string | null | undefined) =>
      key?.startsWith(COMPANION) &&
      !this.#companions.some(({ id }) => key.startsWith(`${COMPANION}${id}${COMPANION}`));
    return this.tensors.some(tensor => {
      const { overlay } = this.settingsOf(tensor).common;
      return isMissing(overlay?.under) || isMissing(overlay?.over);
    });
  }

  get panes(): Panes {
    return this.#panes;
  }

  get selected(): number {
    return this.#selected;
  }

  get tensors(): readonly TensorInfo[] {
    return this.#document?.file?.tensors ?? [];
  }

  get tensor(): TensorInfo | undefined {
    return this.tensors[this.#selected];
  }

  /**
   * Takes a document as opened. The tensor shown stays the same by name, and so does how it is shown: when the file
   * changed, and from file to file too. What only the new file's last page knew is as that left it.
   */
  setDocument(document: DocumentState): void {
    this.#restored ||= this.#restore(document.remembered);
    this.#restored = true;
    const isOther = this.#document !== null && this.#document.fileName !== document.fileName;
    const remembered = isOther ? asSaved(document.remembered) : null;
    if (remembered) this.#settings = new Map([...remembered.settings, ...this.#settings]);
    if (isOther) this.#opening = [];
    this.#document = document;
    this.#findings = document.file?.findings ?? [];
    this.#unread = document.unread;
    if (document.asked !== null) {
      // Whoever follows an entry of Problems wants to read what it says.
      this.#wanted = document.asked;
      this.#panes = { ...this.#panes, inspectorOpen: true };
    }
    const names = [this.#wanted, remembered?.selected ?? null];
    const found = names.map(name => this.tensors.findIndex(tensor => tensor.name === name));
    this.#selected = found.find(at => at >= 0) ?? firstToShow(this.tensors, this.#findings);
    this.generation++;
    this.#changed();
  }

  setFindings(findings: readonly Finding[], unread: number): void {
    this.#findings = findings;
    this.#unread = unread;
    this.#changed();
  }

  select(index: number): void {
    if (index === this.#selected || !this.tensors[index]) return;
    this.#selected = index;
    this.#wanted = this.tensors[index].name;
    this.#opening = [];
    this.#changed();
  }

  setPanes(patch: Partial<Panes>): void {
    this.#panes = { ...this.#panes, ...patch };
    this.#changed();
  }

  settingsOf(tensor: TensorInfo): TensorSettings {
    return this.#settings.get(tensor.name) ?? NO_SETTINGS;
  }

  /** Keeps how one tensor is shown, for when it is chosen again and for the next page. */
  keepSettings(tensor: TensorInfo, settings: TensorSettings): void {
    if (settings.view !== this.settingsOf(tensor).view) this.#opening = [];
    this.#settings.delete(tensor.name);
    this.#settings.set(tensor.name, settings);
    if (this.#settings.size > MAX_TENSORS)
      this.#settings.delete(this.#settings.keys().next().value ?? '');
    this.#saveSoon();
  }

  /** Notes what the view shown opens with: it changes nothing on the page. */
  setOpening(opening: readonly TensorPictureRequest[]): void {
    this.#opening = opening;
    this.#saveSoon();
  }

  findingsOf(tensor: TensorInfo): readonly Finding[] {
    return this.#findings.filter(f => f.tensor === tensor.name || f.tensor === null);
  }

  /** Saves at once: the page may be on its way out. */
  flush(): void {
    if (this.#saving !== null) clearTimeout(this.#saving);
    this.#saving = null;
    const { document } = this;
    const state: SavedState = {
      version: 2,
      ...(document && !document.isOwn ? { file: document.fileName } : {}),
      selected: this.#wanted ?? this.tensor?.name ?? null,
      settings: [...this.#settings],
      panes: this.#panes,
    };
    this.#save(state, this.#opening);
    this.#onPending(false);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #saveSoon(): void {
    this.#onPending(true);
    this.#saving ??= setTimeout(() => this.flush(), SAVE_MS);
  }

  #changed(): void {
    this.#saveSoon();
    for (const listener of this.#listeners) listener();
  }
}

/** What a page saved; of a state of another version only what it has in common with this one. */
function asSaved(saved: unknown): SavedState | null {
  if (!isObject(saved)) return null;
  const { file, selected, settings, panes } = saved;
  const isOwn = saved.version === 2 && Array.isArray(settings);
  return {
    version: 2,
    ...(typeof file === 'string' ? { file } : {}),
    selected: typeof selected === 'string' ? selected : null,
    settings: isOwn ? settings.filter(isKept) : [],
    panes: isObject(panes) ? panes : {},
  };
}

function isKept(entry: unknown): entry is readonly [string, TensorSettings] {
  if (!Array.isArray(entry)) return false;
  const [name, settings] = entry as readonly unknown[];
  return (
    typeof name === 'string' &&
    isObject(settings) &&
    isObject(settings.common) &&
    isObject(settings.byView)
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
