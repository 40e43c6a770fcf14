import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type ColormapId, colormapTable, LUT_SIZE } from '../../src/core/render/colormaps';
import { LightElement } from '../element';

/** A colormap as it is offered; `null` leaves the choice to the viewer, which takes `shows`. */
export interface ColormapChoice {
  readonly id: ColormapId | null;
  readonly title: string;
  readonly shows: ColormapId;
  /** Title of the group that it stands in; choices of one group follow each other. */
  readonly group: string;
}

/** Letters typed within this are one word. */
const TYPING_MS = 700;
const PAGE = 8;
/** Pixels between the button and its list. */
const GAP = 2;
const MAX_LIST_HEIGHT = 420;

/** A drop-down of colormaps, each with its gradient; moving through the open list shows each at once. */
@customElement('loupe-colormap-chooser')
export class ColormapChooser extends LightElement {
  @property({ attribute: false }) choices: readonly ColormapChoice[] = [];
  @property({ attribute: false }) chosen: ColormapId | null = null;
  @property({ attribute: false }) inverted = false;
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) hint = '';
  @property({ attribute: false }) onChoose!: (id: ColormapId | null) => void;
  @state() private open = false;
  /** What to go back to on Escape. */
  #before: ColormapId | null = null;
  #typed = '';
  #typedAt = 0;

  protected override render(): TemplateResult {
    const current = this.choices[this.#at];
    return html`<div class="field" title=${this.hint || nothing}>
      <span class="field-label" aria-hidden="true">${this.label}</span>
      <button
        type="button"
        class="colormap-button"
        role="combobox"
        aria-label=${this.label}
        aria-haspopup="listbox"
        aria-expanded=${this.open}
        aria-controls="${this.scope}-list"
        aria-activedescendant=${this.open ? `${this.scope}-${this.#at}` : nothing}
        @click=${() => (this.open ? this.#close() : this.#show())}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
        @blur=${() => this.#close()}
      >
        ${current ? this.#swatch(current) : nothing}
        <span class="colormap-title">${current?.title}</span>
        <span class="codicon codicon-chevron-down" aria-hidden="true"></span>
      </button>
      <div
        id="${this.scope}-list"
        class="colormap-list"
        role="listbox"
        popover="manual"
        aria-label=${this.label}
        @pointerdown=${(event: Event) => event.preventDefault()}
      >
        ${this.open ? this.#groups() : nothing}
      </div>
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    for (const canvas of this.querySelectorAll<HTMLCanvasElement>('canvas')) {
      const context = canvas.getContext('2d');
      const table = colormapTable(canvas.dataset.colormap as ColormapId, this.inverted);
      context?.putImageData(new ImageData(new Uint8ClampedArray(table), LUT_SIZE, 1), 0, 0);
    }
    if (changed.has('open' as keyof ColormapChooser)) this.#place();
    if (this.open)
      this.querySelector('[role=option][aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  get #at(): number {
    return Math.max(
      0,
      this.choices.findIndex(({ id }) => id === this.chosen),
    );
  }

  #groups(): TemplateResult[] {
    const titles = [...new Set(this.choices.map(({ group }) => group))];
    return titles.map(title => {
      const options = this.choices.map((choice, at) =>
        choice.group === title ? this.#option(choice, at) : nothing,
      );
      if (title === '') return html`${options}`;
      return html`<div role="group" aria-label=${title}>
        <div class="colormap-group" aria-hidden="true">${title}</div>
        ${options}
      </div>`;
    });
  }

  #option(choice: ColormapChoice, at: number): TemplateResult {
    return html`<div
      id="${this.scope}-${at}"
      class="colormap-option"
      role="option"
      aria-selected=${at === this.#at}
      @click=${() => {
        this.onChoose(choice.id);
        this.#close();
      }}
    >
      ${this.#swatch(choice)}<span>${choice.title}</span>
    </div>`;
  }

  #swatch({ shows }: ColormapChoice): TemplateResult {
    return html`<canvas
      class="colormap-swatch"
      width=${LUT_SIZE}
      height="1"
      data-colormap=${shows}
      aria-hidden="true"
    ></canvas>`;
  }

  #show(): void {
    this.#before = this.chosen;
    this.open = true;
  }

  #close(): void {
    this.open = false;
  }

  /** Puts the list under the button, or over it where there is more room. */
  #place(): void {
    const list = this.querySelector<HTMLElement>('.colormap-list')!;
    if (!this.open) {
      list.hidePopover();
      return;
    }
    const box = this.querySelector('.colormap-button')!.getBoundingClientRect();
    const below = innerHeight - box.bottom - 2 * GAP;
    const above = box.top - 2 * GAP;
    const room = Math.min(MAX_LIST_HEIGHT, Math.max(below, above));
    list.style.maxHeight = `${room}px`;
    list.style.width = `${Math.max(box.width, 220)}px`;
    list.style.right = `${Math.max(0, innerWidth - box.right)}px`;
    list.style.top = below >= Math.min(room, above) ? `${box.bottom + GAP}px` : 'auto';
    list.style.bottom = list.style.top === 'auto' ? `${innerHeight - box.top + GAP}px` : 'auto';
    list.showPopover();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.#act(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whether the key is one of ours. */
  #act(key: string): boolean {
    const last = this.choices.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#at + 1,
      ArrowUp: this.#at - 1,
      PageDown: this.#at + PAGE,
      PageUp: this.#at - PAGE,
      Home: 0,
      End: last,
    };
    const to = moves[key];
    if (!this.open && (to !== undefined || key === 'Enter' || key === ' ')) this.#show();
    else if (to !== undefined) this.#moveTo(Math.max(0, Math.min(last, to)));
    else if (key === 'Enter' || (key === ' ' && this.open)) this.#close();
    else if (key === 'Escape' && this.open) {
      this.onChoose(this.#before);
      this.#close();
    } else if (key.length === 1) this.#type(key);
    else return false;
    return true;
  }

  #moveTo(at: number): void {
    this.onChoose(this.choices[at]!.id);
  }

  /** Goes to the next title that begins with what is being typed. */
  #type(letter: string): void {
    const now = performance.now();
    this.#typed = now - this.#typedAt > TYPING_MS ? letter : this.#typed + letter;
    this.#typedAt = now;
    const wanted = this.#typed.toLowerCase();
    const from = this.#typed.length === 1 ? this.#at + 1 : this.#at;
    const count = this.choices.length;
    for (let step = 0; step < count; step++) {
      const at = (from + step) % count;
      if (this.choices[at]!.title.toLowerCase().startsWith(wanted)) {
        this.#moveTo(at);
        return;
      }
    }
  }
}
