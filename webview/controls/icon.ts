import { html, type TemplateResult } from 'lit';

/** A codicon; its meaning is said by the control around it. */
export function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}

/** A toolbar button of one icon with its name as tooltip. */
export function iconButton(
  name: string,
  label: string,
  onClick: () => void,
  state: { readonly pressed?: boolean; readonly disabled?: boolean } = {},
): TemplateResult {
  return html`<button
    type="button"
    class="icon-button"
    title=${label}
    aria-label=${label}
    aria-pressed=${state.pressed === undefined ? null : String(state.pressed)}
    ?disabled=${state.disabled ?? false}
    @click=${onClick}
  >
    ${icon(name)}
  </button>`;
}
