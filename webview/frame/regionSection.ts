import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../src/core/l10n';
import type { AxisRange } from '../../src/core/tensor/slice';
import type { ViewContext } from '../context';
import { LightElement } from '../element';
import { type OwnBox, ownBox } from '../ownBox';
import type { ViewSession } from '../session';
import { channelTitle } from '../views/shared/channels';
import { section } from './section';
import '../views/statistics/channelTable';
import '../views/statistics/panel';

/** Channels of a region that get a row each at most. */
const MAX_ROWS = 4;

/** Whether a region lies on the tensor of the session. */
export function hasRegion(session: ViewSession): boolean {
  return ownBox(session) !== null;
}

/** How a region is made, where one can be and none is. */
export function regionHint(session: ViewSession): TemplateResult | typeof nothing {
  const { view, surface, shown } = session;
  const canMark = view.isPicture && surface.value?.nextNotFinite !== undefined && shown.value?.own;
  if (!canMark || session.region.value) return nothing;
  return html`<p class="quiet region-hint">
    ${t('Shift+drag on the picture measures a region; r and the arrow keys do too.')}
  </p>`;
}

/** Statistics of the region selected on the picture: of the channel shown, or with a row for each. */
@customElement('loupe-region')
export class RegionSection extends LightElement {
  @property({ attribute: false }) context!: ViewContext;

  protected override render(): TemplateResult | typeof nothing {
    const { context } = this;
    const found = ownBox(context.session);
    if (!found) return nothing;
    const { box, plane } = found;
    const channel = plane.axes.channels === null ? undefined : onlyOne(plane.channels);
    const size = t('Region {0} x {1}', box.width, box.height);
    const title =
      channel === undefined
        ? size
        : `${size} · ${channelTitle(context, plane.axes.channels!, channel)}`;
    const all = boxRanges(context, found);
    const ranges = all.map((range, axis) =>
      axis === plane.axes.channels && channel !== undefined
        ? { start: channel, count: 1, step: 1 }
        : range,
    );
    return section(
      'region',
      title,
      html`${channel === undefined ? channelRows(context, found) : nothing}
        <loupe-statistics .context=${context} .ranges=${ranges}></loupe-statistics>
        <button
          type="button"
          class="button secondary"
          title=${t('Writes the region as a tensor file of its own')}
          @click=${() =>
            void context.host.call('saveSlice', { tensor: context.tensorIndex, ranges: all })}
        >
          ${t('Save Region...')}
        </button>`,
    );
  }

  /** A region that was just made is answered in sight, wherever the pane was scrolled to. */
  protected override firstUpdated(): void {
    const pane = this.closest('.pane-scroll');
    if (pane) pane.scrollTop += this.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  }
}

/** The region in all channels. */
function boxRanges({ tensor }: ViewContext, { box, plane }: OwnBox): AxisRange[] {
  const { axes, index } = plane;
  return tensor.shape.map((size, axis) => {
    if (axis === axes.rows) return { start: box.y, count: box.height, step: 1 };
    if (axis === axes.columns) return { start: box.x, count: box.width, step: 1 };
    if (axis === axes.channels) return { start: 0, count: size, step: 1 };
    return { start: index[axis] ?? 0, count: 1, step: 1 };
  });
}

function channelRows(context: ViewContext, found: OwnBox) {
  const axis = found.plane.axes.channels;
  const count = axis === null ? 1 : context.tensor.shape[axis]!;
  if (axis === null || count < 2 || count > MAX_ROWS) return nothing;
  return html`<loupe-channel-statistics
    .context=${context}
    .ranges=${boxRanges(context, found)}
    .axis=${axis}
  ></loupe-channel-statistics>`;
}

/** The one entry of a list of one. */
function onlyOne(channels: readonly number[]): number | undefined {
  return channels.length === 1 ? channels[0] : undefined;
}
