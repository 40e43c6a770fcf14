import { html, type TemplateResult } from 'lit';
import { type Marked, mark, t } from '../../src/core/l10n';
import { iconButton } from '../controls/icon';

const COPY_KEY = navigator.platform.startsWith('Mac') ? '⌘C' : 'Ctrl+C';

const KEYS: readonly (readonly [string, Marked])[] = [
  ['← ↑ → ↓', mark('Move the cursor one element; with Shift ten')],
  ['Home / End', mark('First or last column')],
  ['Page Up / Page Down', mark('First or last row')],
  ['+ / -', mark('Zoom in or out')],
  ['0', mark('Fit the picture')],
  ['1', mark('One element to one pixel')],
  ['[ / ]', mark('Previous or next index of the first slider')],
  [', / .', mark('Previous or next file of the folder')],
  ['n / N', mark('Next or previous NaN or Inf')],
  ['r', mark('Begin a region at the cursor, which extends it; again, end it')],
  ['Esc', mark('Clear cursor and region')],
  [COPY_KEY, mark('Copy the value under the cursor, or the chosen cells of a table')],
  ['Wheel', mark('Zoom to the pointer')],
  ['Drag', mark('Pan; with Shift select a region; in a table select cells')],
  ['?', mark('Show these keys')],
];

/** The list of keys, as a dialog. */
export function keysDialog(): TemplateResult {
  const close = (event: Event) => (event.target as Element).closest('dialog')?.close();
  return html`<dialog class="keys" aria-label=${t('Keyboard Shortcuts')} @click=${closeOutside}>
    <div class="dialog-body">
      <div class="dialog-head">
        <h2>${t('Keyboard Shortcuts')}</h2>
        <span @click=${close}>${iconButton('close', t('Close'), () => undefined)}</span>
      </div>
      <dl class="key-list">
        ${KEYS.map(([keys, what]) => html`<dt><kbd>${keys}</kbd></dt><dd>${t(what)}</dd>`)}
      </dl>
    </div>
  </dialog>`;
}

function closeOutside(event: Event): void {
  if (event.target instanceof HTMLDialogElement) event.target.close();
}
