import { LitElement } from 'lit';

/**
 * A custom element without a shadow root: one style sheet with VS Code's theme variables serves all,
 * and labels, descriptions and the icon font reach across elements.
 */
export class LightElement extends LitElement {
  /** Begins the ids of what is in this element: two of its kind may be on the page. */
  readonly scope = `loupe-${++LightElement.#count}`;
  static #count = 0;

  protected override createRenderRoot(): this {
    return this;
  }
}
