/** What a hostile checkpoint may cost beside its pickle. Each limit is far above real ones (10,000 tensors). */

/** Tensors that are reported one by one; a damaged file may have the same trouble everywhere. */
export const MAX_TENSOR_PROBLEMS = 200;

/** Tensors listed from one file, references to one tensor counted each. */
export const MAX_TENSORS = 200_000;

/** Containers inside containers; Python's own pickler gives up at its recursion limit of 1000. */
export const MAX_DEPTH = 10_000;

/** A path joined by dots; longer ones come from containers nested thousands deep. */
export const MAX_NAME_LENGTH = 4096;

/** All tensor names together. */
export const MAX_NAME_CHARACTERS = 64 * 1024 * 1024;

/** Steps inside containers already walked, so that a pyramid of shared lists cannot grow for ever. */
export const MAX_REVISITS = 50_000;

/** Plain values shown as metadata. */
export const MAX_METADATA_ENTRIES = 200;

/** An expanded view (stride 0) larger than its storage and than this is a bomb, not data. */
export const MAX_VIEW_BYTES = 16 * 1024 ** 3;

/** torch allows 64 axes. */
export const MAX_AXES = 64;

/** A sparse tensor is shown dense up to this size. */
export const MAX_DENSE_BYTES = 64 * 1024 * 1024;
