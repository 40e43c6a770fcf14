import type { FrameLocator, Locator } from 'playwright-core';
import { pixelsOf } from './pixels';

type Color = readonly [number, number, number];

/** Our editor as a user reads it: by the roles and names of what is in it. */
export class LoupeEditor {
  readonly frame: FrameLocator;

  constructor(frame: FrameLocator) {
    this.frame = frame;
  }

  /** The rows of the list of tensors. */
  tensors(): Locator {
    return this.frame.getByRole('tree', { name: 'Tensors' }).getByRole('treeitem');
  }

  /** The picture of the selected tensor. */
  picture(): Locator {
    return this.frame.locator('canvas.stage-base');
  }

  /** Resolves once the picture stands and nothing is being loaded. */
  async settled(): Promise<void> {
    await this.picture().waitFor();
    await this.frame.locator('.stage[aria-busy="false"]').first().waitFor();
    await this.frame.locator('[role=progressbar]').waitFor({ state: 'detached' });
  }

  /** The colours of the picture at places given in fractions of its size. */
  async colorsAt(places: readonly (readonly [number, number])[]): Promise<Color[]> {
    await this.settled();
    const pixels = await pixelsOf(this.picture());
    return places.map(([x, y]) => pixels.at(x, y));
  }
}
