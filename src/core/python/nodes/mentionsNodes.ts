/** Words of which every node file has at least one: without them a text costs nothing more. */
const MARKERS = [
  'RETURN_TYPES',
  'INPUT_TYPES',
  'NODE_CLASS_MAPPINGS',
  'ComfyNode',
  'define_schema',
  'NodeOutput',
];

/** Whether a text may define a node. Apart from the checker, which whoever asks this need not load. */
export const mentionsNodes = (text: string): boolean =>
  MARKERS.some(marker => text.includes(marker));

/** Whether a text may make tensors: what a notebook does outside of nodes is followed where it does. */
export const mentionsTensors = (text: string): boolean => /\b(?:torch|numpy)\b/.test(text);
