import { ENDINGS } from '../../core/formats/endings';

const pattern = (endings: readonly string[]) =>
  `resourceFilename =~ /\\.(${endings.join('|').replaceAll('.', '\\.')})$/i`;
const DATA = [...ENDINGS.owned, ...ENDINGS.shared];

/** `when` clauses over the file that a menu is opened on. */
export const TENSOR_FILE = pattern([...DATA, ...ENDINGS.linted]);
export const ANY_TENSOR_FILE = pattern([...DATA, ...ENDINGS.pictures, ...ENDINGS.linted]);

/** The one entry of the Explorer's menu: the submenu that our commands are in. */
export const EXPLORER_MENU = 'tensorLoupe.explorer';

/** The context key with the paths of the folders that are known to hold tensor files. */
export const FOLDERS_KEY = 'tensorLoupe.folders';
export const TENSOR_FOLDER = `explorerResourceIsFolder && resourcePath in ${FOLDERS_KEY}`;
