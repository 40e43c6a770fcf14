import type { ConversionId } from '../../core/convert/conversionIds';
import { type Command, IN_EDITOR, type MenuPlace, targets } from './command';
import { convertFiles, convertShown } from './convertFlow';
import { ANY_TENSOR_FILE } from './menus';

interface Direct {
  readonly id: ConversionId;
  readonly title: string;
  /** Also in the Explorer's menu; the others are in the palette only, to keep menus short. */
  readonly explorer?: true;
}

const DIRECT: readonly Direct[] = [
  { id: 'toChannelLast', title: 'Convert to Channel Last', explorer: true },
  { id: 'toChannelFirst', title: 'Convert to Channel First' },
  { id: 'addBatch', title: 'Add Batch Axis' },
  { id: 'squeezeChannel', title: 'Squeeze Channel Axis' },
  { id: 'divide255', title: 'Divide by 255' },
  { id: 'toFloat32', title: 'Convert to Float32' },
  { id: 'invertMask', title: 'Invert Mask', explorer: true },
  { id: 'exportPng', title: 'Export PNG', explorer: true },
  { id: 'saveAs', title: 'Save As Another Format...' },
];

/** The common conversions, each a command of its own; "Convert..." has them all. */
export const directConversions: readonly Command[] = DIRECT.map((direct, order) => ({
  id: `tensorLoupe.convert.${direct.id}`,
  title: direct.title,
  palette: IN_EDITOR,
  menus: direct.explorer ? explorerMenu(order + 2) : [],
  async run(services, ...args) {
    const uris = targets(services, args);
    const shown = services.documents.active?.document.uri.toString();
    if (uris.length === 1 && uris[0]?.toString() === shown) await convertShown(services, direct.id);
    else await convertFiles(services, uris, direct.id);
  },
}));

function explorerMenu(order: number): readonly MenuPlace[] {
  return [
    {
      menu: 'explorer/context',
      when: `!explorerResourceIsFolder && ${ANY_TENSOR_FILE}`,
      group: `5_tensorLoupe@${order}`,
    },
  ];
}
