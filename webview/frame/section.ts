import { html, nothing, type TemplateResult } from 'lit';

/** A part of the inspector that folds; `id` tells it apart for tests and styles, `title` is shown as it is. */
export function section(
  id: string,
  title: string,
  body: TemplateResult,
  count?: number,
): TemplateResult {
  return html`<details class="section" data-section=${id} open>
    <summary>
      <span class="codicon codicon-chevron-right" aria-hidden="true"></span>
      <span class="section-title">${title}</span>
      ${count === undefined ? nothing : html`<span class="count-badge">${count}</span>`}
    </summary>
    <div class="section-body">${body}</div>
  </details>`;
}
