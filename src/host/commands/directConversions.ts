import type { Conversion } from '../../core/convert/conversion';
import type { Services } from '../services';
import { type CommandEntry, IN_EDITOR, type MenuPlace, targets } from './command';
import { convertChosenFiles, convertShown } from './convertFlow';
import { ANY_TENSOR_FILE, EXPLORER_MENU } from './menus';

/** The ids of commands that run one conversion start with this. */
export const DIRECT_PREFIX = 'tensorLoupe.convert.';

/** What package.json says of the conversions that have a command of their own. */
export function directCommands(conversions: readonly Conversion[]): CommandEntry[] {
  return conversions
    .filter(({ menu }) => menu !== undefined)
    .map(({ id, title, options, menu }, order) => ({
      id: `${DIRECT_PREFIX}${id}`,
      title: options.length > 0 ? `${title}...` : title,
      palette: IN_EDITOR,
      menus: menu === 'explorer' ? explorerMenu(order + 2) : [],
    }));
}

/** Runs the conversion of such a command on what is shown, or on what is chosen in the Explorer. */
export async function runDirect(
  services: Services,
  command: string,
  args: readonly unknown[],
): Promise<void> {
  const conversion = command.slice(DIRECT_PREFIX.length);
  const uris = targets(services, args);
  const shown = services.documents.active?.document.uri.toString();
  if (uris.length === 1 && uris[0]?.toString() === shown) await convertShown(services, conversion);
  else await convertChosenFiles(services, uris, conversion);
}

function explorerMenu(order: number): readonly MenuPlace[] {
  return [
    {
      menu: EXPLORER_MENU,
      when: `!explorerResourceIsFolder && ${ANY_TENSOR_FILE}`,
      group: `2_convert@${order}`,
    },
  ];
}
