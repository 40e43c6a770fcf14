import { LitElement } from 'lit';

/**
 * A custom element without a shadow root: one style sheet with VS Code's theme variables serves all,
 * and labels, descriptions and the icon font reach across elements.
 */
export class LightElement extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }
}
