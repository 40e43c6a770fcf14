import { t } from '../../l10n';
import type { MissingPart } from './convention';
import type { StoredNames } from './storedNames';

/** A layer whose codes lie in 32-bit words, as GPTQ and AWQ name its parts. */
export interface WordLayer {
  /** The layer's name with its dot, '' at the root. */
  readonly layer: string;
  readonly qweight: number;
  readonly scales: number;
  readonly qzeros: number | undefined;
  readonly groups: number | undefined;
}

/** Layers with words and scales of two axes each. */
export function wordLayers(names: StoredNames): WordLayer[] {
  return names.before('qweight').flatMap(({ layer, index }) => {
    const scales = names.find(`${layer}scales`);
    if (scales === undefined) return [];
    const isWords = names.at(index).dtype === 'I32' && names.at(index).shape.length === 2;
    if (!isWords || names.at(scales).shape.length !== 2) return [];
    return [
      {
        layer,
        qweight: index,
        scales,
        qzeros: names.find(`${layer}qzeros`),
        groups: names.find(`${layer}g_idx`),
      },
    ];
  });
}

/** The rest of a layer, which goes with its codes. */
export function wordParts(names: StoredNames, { layer }: WordLayer): number[] {
  return names.findAll(...['scales', 'qzeros', 'g_idx'].map(part => layer + part));
}

/** Words without scales; zeros, groups and scales without words. */
export function missingWordParts(names: StoredNames): MissingPart[] {
  const bare = names.before('qweight').flatMap(({ layer, index }) =>
    names.at(index).dtype !== 'I32' || hasScale(names, layer)
      ? []
      : [
          {
            tensor: index,
            message: t`The weight "${names.at(index).name}" has no "${layer}scales": its codes cannot be read`,
          },
        ],
  );
  const lonely = ['qzeros', 'g_idx'].flatMap(part =>
    names
      .before(part)
      .flatMap(({ layer, index }) => (names.has(`${layer}qweight`) ? [] : [{ layer, index }])),
  );
  // "scales" alone says too little: it counts where its layer has other parts, or other layers have words.
  const told = new Set(lonely.map(({ layer }) => layer));
  const scales = names
    .before('scales')
    .filter(
      ({ layer }) =>
        !names.has(`${layer}qweight`) && (told.has(layer) || isBesideWords(names, layer)),
    );
  const layers = new Map([...lonely, ...scales].map(({ layer, index }) => [layer, index]));
  return [
    ...bare,
    ...[...layers].map(([layer, index]) => ({
      tensor: index,
      message: t`The scale "${names.at(index).name}" is for "${layer}qweight", which is not in the file`,
    })),
  ];
}

/** `scales`, or the names that Nunchaku gives them. */
function hasScale(names: StoredNames, layer: string): boolean {
  return names.has(`${layer}scales`) || names.has(`${layer}wscales`);
}

/** Whether the same module of another block keeps words: `blocks.0.mlp.fc` for `blocks.1.mlp.fc`. */
function isBesideWords(names: StoredNames, layer: string): boolean {
  const last = layer.split('.').at(-2) ?? '';
  return names
    .before('qweight')
    .some(other => other.layer !== layer && other.layer.split('.').at(-2) === last);
}
