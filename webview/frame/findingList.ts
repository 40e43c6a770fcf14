import { html, nothing, type TemplateResult } from 'lit';
import { until } from 'lit/directives/until.js';
import type { ConversionId } from '../../src/core/convert/conversionIds';
import type { Finding } from '../../src/core/findings';
import { t } from '../../src/core/l10n';
import type { IgnoreScope } from '../../src/protocol/webviewMethods';
import type { ViewContext } from '../context';
import { chooser } from '../controls/fields';
import { icon } from '../controls/icon';
import { cutText, folderGlob } from '../format';
import { placeOf } from '../openingPlace';

/** A message names what a file names, however long that is. */
const MESSAGE_CHARACTERS = 2000;

const ICONS = { error: 'error', warning: 'warning', info: 'info', hint: 'lightbulb' } as const;

/** The broken rules of the tensor, each with its fix. */
export function findingList(context: ViewContext): TemplateResult {
  return html`<ul class="findings" aria-label=${t('Findings')}>
    ${context.findings.map(finding => item(context, finding))}
  </ul>`;
}

function item(context: ViewContext, finding: Finding): TemplateResult {
  const { host, tensorIndex } = context;
  return html`<li class="finding ${finding.severity}">
    ${icon(ICONS[finding.severity])}
    <div class="finding-body">
      <p>${cutText(finding.message, MESSAGE_CHARACTERS)}</p>
      <button
        type="button"
        class="link rule"
        title=${t('Open the page of this rule')}
        @click=${() => void host.call('openRule', { rule: finding.rule })}
      >
        ${finding.rule}
      </button>
      <div class="button-row">
        ${finding.element ? goTo(context, finding.element) : nothing}
        ${finding.fix ? fixButton(context, finding.fix) : nothing}
        ${finding.torch ? copyFix(context, finding.torch) : nothing}
        ${ignoreMenu(context, finding.rule)}
      </div>
    </div>
  </li>`;

  function fixButton({ host: to }: ViewContext, conversion: ConversionId): TemplateResult {
    const title = conversionTitles(context).then(
      known => known.get(conversion) ?? titleOf(conversion),
    );
    return html`<button
      type="button"
      class="button"
      title=${t('Writes a new file beside this one')}
      @click=${() => void to.call('convert', { tensor: tensorIndex, conversion })}
    >
      ${until(title, t('Fix'))}
    </button>`;
  }
}

/** Puts the cursor on the first element that breaks the rule, and the picture there. */
function goTo(context: ViewContext, element: readonly number[]): TemplateResult {
  const go = () => {
    const place = placeOf(context.tensor, element);
    const { zoom } = context.common;
    const [x, y] = place.cursor!;
    context.setCommon({
      ...place,
      zoom: zoom && { ...zoom, centerX: x + 0.5, centerY: y + 0.5 },
    });
  };
  return html`<button
    type="button"
    class="button secondary"
    title=${t('Moves the cursor to [{0}]', element.join(', '))}
    @click=${go}
  >
    ${t('Show First')}
  </button>`;
}

/** Where a rule can be silenced: written into the project's settings; nothing for a file of no folder of it. */
function ignoreMenu({ host, store }: ViewContext, rule: string): TemplateResult | typeof nothing {
  const path = store.document?.path ?? null;
  if (path === null) return nothing;
  const choices = [
    { value: '', title: t('Ignore...') },
    { value: 'file', title: t('In this file') },
    { value: 'folder', title: t('In {0}', folderGlob(path)) },
    { value: 'everywhere', title: t('Everywhere') },
  ];
  const ignore = (scope: string) => void host.call('ignore', { rule, scope: scope as IgnoreScope });
  return chooser(t('Ignore {0}', rule), choices, '', ignore, {
    hideLabel: true,
    title: t('Where this rule is to be silent; written into tensor-loupe.json'),
  });
}

/** `toChannelLast` as `To Channel Last`, until the engine says its title. */
function titleOf(conversion: ConversionId): string {
  const words = conversion.replaceAll(/([A-Z]|\d+)/g, ' $1');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function copyFix({ host }: ViewContext, torch: string): TemplateResult {
  return html`<button
    type="button"
    class="button secondary"
    title=${torch}
    @click=${() => void host.call('copyText', { text: torch, what: t('PyTorch fix') })}
  >
    ${t('Copy PyTorch Fix')}
  </button>`;
}

/** Titles of the conversions that the engine offers for the tensor, asked for once. */
function conversionTitles(context: ViewContext): Promise<ReadonlyMap<ConversionId, string>> {
  const { conversionTitles: titles } = context.caches;
  const { tensorIndex, host } = context;
  const known =
    titles.get(tensorIndex) ??
    host.call('offers', { tensor: tensorIndex }).then(
      offers => new Map(offers.map(offer => [offer.id, t(offer.title)])),
      () => new Map<ConversionId, string>(),
    );
  titles.set(tensorIndex, known);
  return known;
}
