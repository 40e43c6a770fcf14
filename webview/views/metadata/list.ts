import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../src/core/l10n';
import { icon, iconButton } from '../../controls/icon';
import { cutText } from '../../format';
import type { Host } from '../../host';

/** Entries, and children of one node, drawn at most: metadata may hold a whole workflow. */
const MAX_CHILDREN = 500;
const LONG_TEXT = 2000;
/** Longer text is shown by its start: reading ten megabytes of JSON would hold the page. */
const MAX_PARSED_CHARACTERS = 4 * 1024 * 1024;

/** Metadata as foldable entries; JSON values unfold into their parts. */
export function metadataList(
  host: Host,
  metadata: readonly (readonly [string, string])[],
): TemplateResult {
  return html`<div class="metadata">
    ${metadata.slice(0, MAX_CHILDREN).map(
      ([key, value]) => html`<div class="metadata-entry">
        <div class="metadata-head">
          <span class="metadata-key">${cutText(key)}</span>
          ${iconButton(
            'copy',
            t('Copy {0}', cutText(key)),
            () => void host.call('copyText', { text: value, what: key }),
          )}
          ${iconButton(
            'go-to-file',
            t('Open {0} as a document', cutText(key)),
            () => void host.call('openMetadata', { key }),
          )}
        </div>
        ${valueTree(parse(value))}
      </div>`,
    )}
    ${more(metadata.length)}
  </div>`;
}

/** Says how many are not drawn. */
function more(count: number) {
  return count > MAX_CHILDREN
    ? html`<div class="quiet">${t('{0} more', count - MAX_CHILDREN)}</div>`
    : nothing;
}

function parse(text: string): unknown {
  const first = text.trimStart()[0];
  const isTooLong = text.length > MAX_PARSED_CHARACTERS;
  if ((first !== '{' && first !== '[') || isTooLong) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function valueTree(value: unknown): TemplateResult {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return html`<div class="metadata-value">${shorten(leaf(value))}</div>`;
  return html`<div class="metadata-tree">${children(value)}</div>`;
}

function children(value: object): TemplateResult {
  const entries = Object.entries(value as Record<string, unknown>);
  return html`${entries.slice(0, MAX_CHILDREN).map(([key, child]) => branch(key, child))}
  ${more(entries.length)}`;
}

function branch(key: string, value: unknown): TemplateResult {
  if (typeof value !== 'object' || value === null)
    return html`<div class="metadata-leaf">
      <span class="metadata-name">${cutText(key)}</span>
      <span class="metadata-text ${typeof value}">${shorten(leaf(value))}</span>
    </div>`;
  const count = Array.isArray(value) ? `[${value.length}]` : `{${Object.keys(value).length}}`;
  return html`<details>
    <summary>
      ${icon('chevron-right')}<span class="metadata-name">${cutText(key)}</span>
      <span class="quiet">${count}</span>
    </summary>
    <div class="metadata-children">${children(value)}</div>
  </details>`;
}

function leaf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shorten(text: string): string {
  return text.length > LONG_TEXT ? `${text.slice(0, LONG_TEXT)}…` : text;
}
