import { html, type TemplateResult } from 'lit';
import { t } from '../../../src/core/l10n';
import type { ViewContext } from '../../context';
import { cursorAt, parsePlace } from './selection';
import type { TablePlane } from './tiles';

/** A field that takes the table to a place: `row, column`, or an index for each axis. */
export function goTo(context: ViewContext, plane: TablePlane): TemplateResult {
  const go = (field: HTMLInputElement) => {
    const place = parsePlace(field.value, plane);
    field.setAttribute('aria-invalid', String(field.value !== '' && !place));
    if (!place) return;
    context.session.region.set(null);
    context.setCommon({ index: place.index, cursor: cursorAt(plane, place.cell) });
    field.value = '';
  };
  return html`<input
    type="text"
    class="text-box go-to"
    placeholder=${t('Go to row, column')}
    aria-label=${t('Go to')}
    title=${t('Row and column, or an index for each axis: [{0}]', plane.shape.map(() => 0).join(', '))}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Enter') go(event.currentTarget as HTMLInputElement);
    }}
  />`;
}
