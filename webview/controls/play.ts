import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../src/core/l10n';
import { LightElement } from '../element';
import { iconButton } from './icon';

const STEP_MS = 125;

/** Steps along an axis by itself; waits for each picture, so that slow data plays slower, not blank. */
@customElement('loupe-play')
export class Play extends LightElement {
  @property({ attribute: false }) label = '';
  /** Whether the picture of the current index is on screen. */
  @property({ attribute: false }) ready = true;
  @property({ attribute: false }) onStep!: () => void;
  @state() private timer: ReturnType<typeof setInterval> | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override render(): TemplateResult {
    const playing = this.timer !== null;
    return iconButton(
      playing ? 'debug-pause' : 'play',
      playing ? t('Pause {0}', this.label) : t('Play along {0}', this.label),
      () => (playing ? this.#stop() : this.#start()),
      { pressed: playing },
    );
  }

  #start(): void {
    this.timer = setInterval(() => {
      if (this.ready) this.onStep();
    }, STEP_MS);
  }

  #stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
