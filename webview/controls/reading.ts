import { html, type TemplateResult } from 'lit';
import { byteSize } from '../../src/core/byteSize';
import { t } from '../../src/core/l10n';
import type { ReadingProgress } from '../host';

/** A reading of many values: how far it is, how fast, and its end. */
export class Reading {
  readonly #controller = new AbortController();
  readonly #onChange: () => void;
  readonly #started = performance.now();
  /** From 0 to 1; null before the first part is there. */
  share: number | null = null;
  #bytesASecond = 0;

  /** @param onChange called when there is more to show */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancel(): void {
    this.#controller.abort();
  }

  /** Takes the progress of one of several equal parts, of which so many are done. */
  tell({ doneBytes, totalBytes }: ReadingProgress, partsDone = 0, parts = 1): void {
    if (totalBytes === 0) return;
    this.share = (partsDone + doneBytes / totalBytes) / parts;
    const seconds = (performance.now() - this.#started) / 1000;
    this.#bytesASecond = (partsDone * totalBytes + doneBytes) / seconds;
    this.#onChange();
  }

  /** `37 % · 412 MiB/s`; empty before the first part is there. */
  get text(): string {
    if (this.share === null) return '';
    return `${Math.floor(this.share * 100)} % · ${byteSize(this.#bytesASecond)}/s`;
  }
}

/** What is being read and how far, with a way to end it; `onCancel` is called once it was cancelled. */
export function readingLine(reading: Reading, title: string, onCancel: () => void): TemplateResult {
  if (reading.share === null) return html`<p class="quiet" role="status">${title}</p>`;
  const cancel = () => {
    reading.cancel();
    onCancel();
  };
  return html`<div class="reading">
    <span class="quiet">${title}</span>
    <progress max="1" .value=${reading.share} aria-label=${title}></progress>
    <span class="reading-text">${reading.text}</span>
    <button type="button" class="link" @click=${cancel}>${t('Cancel')}</button>
  </div>`;
}
