import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { t } from '../../src/core/l10n';

/** What a slider is of, and who hears of its moves. */
interface SliderOptions {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** Text for screen readers and after the box: `of 4`. */
  readonly suffix?: string;
  readonly title?: string;
  /** Buttons after the box. */
  readonly after?: TemplateResult;
  onInput(value: number): void;
}

/** A slider with a number box, one value, both named by the label. */
export function slider(options: SliderOptions): TemplateResult {
  const { label, min, max, step, value } = options;
  const take = (event: Event) => {
    const number = (event.target as HTMLInputElement).valueAsNumber;
    if (Number.isFinite(number)) options.onInput(Math.min(max, Math.max(min, number)));
  };
  return html`<div class="field slider-field" title=${options.title ?? nothing}>
    <span class="field-label" aria-hidden="true">${label}</span>
    <input
      type="range"
      aria-label=${label}
      min=${min}
      max=${max}
      step=${step}
      .value=${live(String(value))}
      @input=${take}
    />
    <input
      type="number"
      class="number-box"
      aria-label=${t('{0} (number)', label)}
      min=${min}
      max=${max}
      step=${step}
      .value=${live(String(value))}
      @change=${take}
    />
    ${options.suffix ? html`<span class="field-suffix">${options.suffix}</span>` : nothing}
    ${options.after ?? nothing}
  </div>`;
}

/** An entry of a drop-down; `title` is shown as it is. */
interface Choice {
  readonly value: string;
  readonly title: string;
  readonly group?: string;
}

/** A drop-down; choices with a group are shown under it. */
export function chooser(
  label: string,
  choices: readonly Choice[],
  value: string,
  onChange: (value: string) => void,
  options: { readonly hideLabel?: boolean; readonly title?: string } = {},
): TemplateResult {
  const option = (choice: Choice) =>
    html`<option value=${choice.value} ?selected=${choice.value === value}>${choice.title}</option>`;
  const groups = [...new Set(choices.map(choice => choice.group))];
  const body = groups.map(group => {
    const members = choices.filter(choice => choice.group === group).map(option);
    return group ? html`<optgroup label=${group}>${members}</optgroup>` : members;
  });
  return html`<div class="field" title=${options.title ?? nothing}>
    ${options.hideLabel ? nothing : html`<span class="field-label" aria-hidden="true">${label}</span>`}
    <span class="select">
      <select
        aria-label=${label}
        .value=${live(value)}
        @change=${(event: Event) => {
          const select = event.target as HTMLSelectElement;
          const chosen = select.value;
          // Shows what holds: an entry that only asks for something can be taken again.
          select.value = value;
          onChange(chosen);
        }}
      >
        ${body}
      </select>
      <span class="codicon codicon-chevron-down" aria-hidden="true"></span>
    </span>
  </div>`;
}

/** A check box with its text. */
export function checkbox(
  label: string,
  checked: boolean,
  onChange: (checked: boolean) => void,
): TemplateResult {
  return html`<label class="checkbox">
    <input
      type="checkbox"
      .checked=${live(checked)}
      @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
    />
    <span class="checkbox-box codicon codicon-check" aria-hidden="true"></span>
    <span>${label}</span>
  </label>`;
}

/** A box for one number; text that is no number is not taken. */
export function numberBox(
  label: string,
  value: number,
  onChange: (value: number) => void,
): TemplateResult {
  return html`<label class="field">
    <span class="field-label">${label}</span>
    <input
      type="number"
      step="any"
      class="number-box wide"
      .value=${live(String(Number(value.toPrecision(5))))}
      @change=${(event: Event) => {
        const number = (event.target as HTMLInputElement).valueAsNumber;
        if (Number.isFinite(number)) onChange(number);
      }}
    />
  </label>`;
}

/** One of a few, as joined buttons. */
export function segmented<T extends string>(
  label: string,
  choices: readonly { readonly value: T; readonly title: string }[],
  value: T,
  onChange: (value: T) => void,
): TemplateResult {
  return html`<div class="segmented" role="radiogroup" aria-label=${label} @keydown=${moveInGroup}>
    ${choices.map(
      choice => html`<button
        type="button"
        role="radio"
        aria-checked=${choice.value === value}
        tabindex=${choice.value === value ? 0 : -1}
        @click=${() => onChange(choice.value)}
      >
        ${choice.title}
      </button>`,
    )}
  </div>`;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowUp: -1,
  ArrowRight: 1,
  ArrowDown: 1,
};

/** Arrow keys move and choose inside a group of radio buttons or tabs. */
export function moveInGroup(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const group = event.currentTarget as HTMLElement;
  const buttons = [...group.querySelectorAll<HTMLElement>('button:not([disabled])')];
  const at = buttons.indexOf(event.target as HTMLElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  const next = buttons[(at + step + buttons.length) % buttons.length];
  next?.focus();
  next?.click();
}
