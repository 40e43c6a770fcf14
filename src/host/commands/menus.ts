import { ENDINGS } from '../../core/formats/endings';

const DATA = [...ENDINGS.owned, ...ENDINGS.shared];

/** `when` clauses over the file that a menu is opened on. */
export const TENSOR_FILE = `resourceFilename =~ /\\.(${DATA.join('|')}|safetensors\\.index\\.json)$/i`;
export const ANY_TENSOR_FILE = `resourceFilename =~ /\\.(${[...DATA, ...ENDINGS.images].join('|')}|safetensors\\.index\\.json)$/i`;
