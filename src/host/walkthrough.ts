/** The steps of the getting-started walkthrough, in order. */
interface WalkthroughStep {
  readonly id: string;
  readonly title: string;
  /** Markdown; `command:` links become buttons. */
  readonly description: string;
  /** A picture under `media/walkthrough`, and what it shows. */
  readonly image: string;
  readonly altText: string;
  readonly completionEvents: readonly string[];
}

/** The steps of the walkthrough, for the manifest. */
export const WALKTHROUGH: readonly WalkthroughStep[] = [
  {
    id: 'look',
    title: 'Look into a tensor file',
    description:
      'Click a .safetensors, .latent, .npy, .npz or .pt file: its tensors are listed, the first one is shown as a picture. No file of your own at hand?\n[Get Sample Files](command:tensorLoupe.openSamples)',
    image: 'look.png',
    altText: 'An IMAGE tensor shown as a picture beside the list of tensors and its statistics',
    completionEvents: ['onCommand:tensorLoupe.openSamples', 'onCommand:tensorLoupe.open'],
  },
  {
    id: 'problems',
    title: 'See which contract is broken',
    description:
      'Problems lists what ComfyUI would stumble over: channel first, a missing batch axis, 0..255 values, NaN. Each entry links to a page with the reason and the PyTorch line that mends it.\n[Open Problems](command:workbench.actions.view.problems)',
    image: 'problems.png',
    altText: 'Problems with findings about tensor files',
    completionEvents: ['onCommand:workbench.actions.view.problems'],
  },
  {
    id: 'convert',
    title: 'Mend it',
    description:
      'Conversions write a new file beside the source; the source stays as it is.\n[Convert...](command:tensorLoupe.convert)',
    image: 'convert.png',
    altText: 'The quick pick of conversions, each with the shape it gives',
    completionEvents: [
      'onCommand:tensorLoupe.convert',
      'onCommand:tensorLoupe.convert.toChannelLast',
    ],
  },
  {
    id: 'python',
    title: 'Check custom nodes as you type',
    description:
      'Open the Python of a custom node: shapes are followed from INPUT_TYPES to the return, and a broken contract is underlined, with a quick fix where one is sure. No annotations needed.',
    image: 'python.png',
    altText: 'A custom node with a return statement underlined',
    completionEvents: ['onLanguage:python'],
  },
];
