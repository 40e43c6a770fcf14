import { FILE_TYPES } from '../fileTypes';

const ENDINGS = [...FILE_TYPES.owned, ...FILE_TYPES.shared];

/** `when` clauses over the file that a menu is opened on. */
export const TENSOR_FILE = `resourceFilename =~ /\\.(${ENDINGS.join('|')}|safetensors\\.index\\.json)$/i`;
export const ANY_TENSOR_FILE = `resourceFilename =~ /\\.(${[...ENDINGS, ...FILE_TYPES.images].join('|')}|safetensors\\.index\\.json)$/i`;
