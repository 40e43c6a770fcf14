import { html, nothing, type TemplateResult } from 'lit';
import { byteSize } from '../../src/core/byteSize';
import { kindTitle } from '../../src/core/contracts/classification';
import { KINDS, type Kind } from '../../src/core/contracts/index';
import { t } from '../../src/core/l10n';
import type { ViewContext } from '../context';
import { chooser } from '../controls/fields';
import { cutText, fileBytes, folderGlob, formatCount } from '../format';
import type { ViewSession } from '../session';
import { metadataList } from '../views/metadata/list';
import { axisTitle } from '../views/shared/slices';
import { findingList } from './findingList';
import { quantisedFact, quantisedReading } from './quantised';
import { hasRegion, regionHint } from './regionSection';
import { section } from './section';
import '../views/statistics/panel';

/** The side pane: facts, findings, display, region, statistics and metadata of the tensor shown. */
export function inspector(session: ViewSession): TemplateResult {
  const { view } = session;
  const context = session.context(view);
  const { store, tensor, findings } = context;
  const metadata = store.document?.file?.metadata ?? [];
  return html`
    ${section('tensor', t('Tensor'), tensorFacts(context))}
    ${
      findings.length > 0
        ? section('findings', t('Findings'), findingList(context), findings.length)
        : nothing
    }
    ${view.display ? section('display', t('Display'), view.display(context)) : nothing}
    ${hasRegion(session) ? html`<loupe-region .context=${context}></loupe-region>` : nothing}
    ${
      tensor.numeric && tensor.decodable && view.covers !== 'statistics'
        ? section(
            'statistics',
            t('Statistics'),
            html`<loupe-statistics .context=${context}></loupe-statistics>${regionHint(session)}`,
          )
        : nothing
    }
    ${
      metadata.length > 0 && view.covers !== 'metadata'
        ? section('metadata', t('Metadata'), metadataList(context.host, metadata), metadata.length)
        : nothing
    }
  `;
}

function tensorFacts(context: ViewContext): TemplateResult {
  const { tensor } = context;
  const elements = tensor.shape.reduce((product, size) => product * size, 1);
  return html`
    <div class="tensor-name">${breakable(context.title)}</div>
    ${axes(context)}
    <dl class="facts">
      <dt>${t('Type')}</dt>
      <dd>${tensor.dtype}</dd>
      ${quantisedFact(tensor)}
      <dt>${t('Elements')}</dt>
      <dd>${formatCount(elements)}</dd>
      <dt>${t('Size')}</dt>
      <dd title=${t('{0} bytes', formatCount(fileBytes(tensor)))}>
        ${byteSize(fileBytes(tensor))}
      </dd>
    </dl>
    ${quantisedReading(context)}
    ${kindChooser(context)}
  `;
}

/** The shape as named axes: `B 1 · H 512 · W 512 · C 3`. */
function axes(context: ViewContext): TemplateResult {
  const { tensor, layout } = context;
  if (tensor.shape.length === 0) return html`<div class="axes quiet">${t('scalar')}</div>`;
  return html`<div class="axes" role="list" aria-label=${t('Shape')}>
    ${tensor.shape.map((size, axis) => {
      const wrong = layout.wrong.includes(axis);
      return html`<span
        class="axis ${wrong ? 'wrong' : ''}"
        role="listitem"
        title=${wrong ? t('This axis is not where the contract wants it') : axisTitle(context, axis)}
        ><span class="axis-name">${layout.names[axis]}</span
        ><span class="axis-size">${size}</span></span
      >`;
    })}
  </div>`;
}

/** A dotted name that breaks after its dots before it breaks elsewhere. */
function breakable(name: string): readonly TemplateResult[] {
  return name.split(/(?<=[./])/).map(part => html`${part}<wbr />`);
}

/** A sentence with what stands in backticks as code. */
function withCode(text: string): readonly (string | TemplateResult)[] {
  return text.split('`').map((part, i) => (i % 2 ? html`<code>${part}</code>` : part));
}

/** Gives a kind that the user chose to all of that name: nobody has to choose it for each file. */
function kindForFolder({ host, store, tensor, tensorIndex }: ViewContext) {
  const path = store.document?.path ?? null;
  if (path === null) return nothing;
  const title = tensor.name
    ? t('Use for All of {0} Named {1}', folderGlob(path), cutText(tensor.name))
    : t('Use for All of {0}', folderGlob(path));
  return html`<button
    type="button"
    class="link"
    title=${t('Written into tensor-loupe.json')}
    @click=${() => void host.call('giveKind', { tensor: tensorIndex })}
  >
    ${title}
  </button>`;
}

const EVIDENCE_AUTO = 'auto';
const NO_KIND = 'none';

function kindChooser(context: ViewContext): TemplateResult {
  const { classification } = context.tensor;
  const chosen = classification.evidence.includes('user');
  const auto = chosen
    ? t('Detect')
    : t('Detected: {0}', kindTitle(classification) ?? t('no contract'));
  const choices = [
    { value: EVIDENCE_AUTO, title: auto },
    ...KINDS.map(kind => ({ value: kind as string, title: kind })),
    { value: NO_KIND, title: t('No contract') },
  ];
  const value = chosen ? (classification.kind ?? NO_KIND) : EVIDENCE_AUTO;
  const choose = (next: string) => {
    const kind = next === EVIDENCE_AUTO ? 'auto' : next === NO_KIND ? null : (next as Kind);
    void context.host.call('setKind', { tensor: context.tensorIndex, kind });
  };
  return html`
    ${chooser(t('Kind'), choices, value, choose, {
      title: t('Which ComfyUI contract this tensor is held to'),
    })}
    ${chosen ? kindForFolder(context) : nothing}
    ${
      classification.because
        ? html`<p class="because quiet">${withCode(classification.because)}</p>`
        : nothing
    }
    ${
      classification.ambiguity
        ? html`<p class="because ambiguous">${classification.ambiguity}</p>`
        : nothing
    }
    ${
      classification.candidates.length > 0
        ? html`<p class="because quiet">
          ${t('Could be {0}', classification.candidates.join(', '))}
        </p>`
        : nothing
    }
  `;
}
