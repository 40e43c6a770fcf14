import type { Finding } from '../src/core/lint/finding';
import { firstToShow } from '../src/core/render/firstPicture';
import type { TensorInfo } from '../src/protocol/engineMethods';
import type {
  BorrowedFile,
  DocumentState,
  TensorPictureRequest,
} from '../src/protocol/webviewMethods';
import { DEFAULT_LOOK, type Look } from './viewSettings';

export const SORT_ORDERS = ['file', 'name', 'size', 'dtype'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** The panes around the picture. */
export interface Panes {
  /** CSS pixels; null leaves it to the width of the page. */
  readonly listWidth: number | null;
  readonly listOpen: boolean;
  readonly inspectorWidth: number | null;
  readonly inspectorOpen: boolean;
  readonly sort: SortOrder;
}

const DEFAULT_PANES: Panes = {
  listWidth: null,
  listOpen: true,
  inspectorWidth: null,
  inspectorOpen: true,
  sort: 'file',
};

/** The part of the state that outlives the page. */
export interface SavedState {
  readonly version: 1;
  readonly selected: string | null;
  readonly looks: readonly (readonly [string, Partial<Look>])[];
  readonly panes: Partial<Panes>;
}

/** Takes the state that outlives the page, and what its view opens with. */
type Save = (state: SavedState, opening: readonly TensorPictureRequest[]) => void;

/** A drag changes the state with every move; it is saved when it rests. */
const SAVE_MS = 200;

/** How the key of a tensor of another file begins (overlayTensors.ts). */
export const BORROWED = '#';

/** Looks kept between pages; the oldest go first. */
const MAX_LOOKS = 200;

/** All that the page shows, and the one place that changes it. */
export class Store {
  #document: DocumentState | null = null;
  #findings: readonly Finding[] = [];
  #borrowed: readonly BorrowedFile[] = [];
  #selected = 0;
  /** The tensor last chosen, by name: it is shown again when it comes back. */
  #wanted: string | null = null;
  #looks = new Map<string, Partial<Look>>();
  #panes = DEFAULT_PANES;
  #restored: boolean;
  readonly #listeners = new Set<() => void>();
  #saving: ReturnType<typeof setTimeout> | null = null;
  /** What the view shown opens with. */
  #opening: readonly TensorPictureRequest[] = [];
  readonly #save: Save;
  /** Counts the documents received: a picture of an older one is stale. */
  generation = 0;

  constructor(saved: unknown, save: Save) {
    this.#save = save;
    this.#restored = this.#restore(saved);
  }

  #restore(saved: unknown): boolean {
    const state = asSaved(saved);
    if (!state) return false;
    this.#wanted = state.selected;
    this.#looks = new Map(state.looks);
    this.#panes = { ...DEFAULT_PANES, ...state.panes };
    return true;
  }

  get document(): DocumentState | null {
    return this.#document;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Files opened beside this one, for as long as the page lives. */
  get borrowed(): readonly BorrowedFile[] {
    return this.#borrowed;
  }

  addBorrowed(files: readonly BorrowedFile[]): void {
    const ids = new Set(files.map(({ id }) => id));
    this.#borrowed = [...this.#borrowed.filter(({ id }) => !ids.has(id)), ...files];
    this.#changed();
  }

  /** Whether a look lays on a tensor of a file that is not at hand yet. */
  get wantsBorrowed(): boolean {
    return [...this.#looks.values()].some(
      ({ mask }) => mask?.under?.startsWith(BORROWED) || mask?.over.startsWith(BORROWED),
    );
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

  /** Takes a document as opened; the tensor shown stays the same by name. */
  setDocument(document: DocumentState): void {
    this.#restored ||= this.#restore(document.remembered);
    this.#restored = true;
    this.#document = document;
    this.#findings = document.file?.findings ?? [];
    const found = this.tensors.findIndex(tensor => tensor.name === this.#wanted);
    this.#selected = found >= 0 ? found : firstToShow(this.tensors);
    this.generation++;
    this.#changed();
  }

  setFindings(findings: readonly Finding[]): void {
    this.#findings = findings;
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

  look(name: string): Look {
    return { ...DEFAULT_LOOK, ...this.#looks.get(name) };
  }

  /** Changes how one tensor is shown. */
  setLook(name: string, patch: Partial<Look>): void {
    const next = { ...this.#looks.get(name), ...patch };
    if (patch.view !== undefined && patch.view !== this.look(name).view) this.#opening = [];
    this.#looks.delete(name);
    this.#looks.set(name, next);
    if (this.#looks.size > MAX_LOOKS) this.#looks.delete(this.#looks.keys().next().value ?? '');
    this.#changed();
  }

  /** Notes what the view shown opens with: it changes nothing on the page. */
  setOpening(opening: readonly TensorPictureRequest[]): void {
    this.#opening = opening;
    this.#saving ??= setTimeout(() => this.flush(), SAVE_MS);
  }

  findingsOf(tensor: TensorInfo): readonly Finding[] {
    return this.#findings.filter(f => f.tensor === tensor.name || f.tensor === null);
  }

  /** Saves at once: the page may be on its way out. */
  flush(): void {
    if (this.#saving !== null) clearTimeout(this.#saving);
    this.#saving = null;
    const state: SavedState = {
      version: 1,
      selected: this.#wanted ?? this.tensor?.name ?? null,
      looks: [...this.#looks],
      panes: this.#panes,
    };
    this.#save(state, this.#opening);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#saving ??= setTimeout(() => this.flush(), SAVE_MS);
    for (const listener of this.#listeners) listener();
  }
}

function asSaved(saved: unknown): SavedState | null {
  if (typeof saved !== 'object' || saved === null) return null;
  const state = saved as Partial<SavedState>;
  return state.version === 1 && Array.isArray(state.looks) ? (state as SavedState) : null;
}
