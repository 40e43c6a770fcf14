// What the benchmark measures of us, in one bundle.

export { squeeze, takeItems } from '../src/core/convert/views';
export { openTensorFile } from '../src/core/formats/open';
export { loadKernels } from '../src/core/kernels/kernels';
export { readLatentPictures } from '../src/core/render/readLatent';
export { readPicture } from '../src/core/render/readPicture';
export { contiguousSpan, createBoxReader, readSpan } from '../src/core/tensor/contiguousRead';
export { readBox } from '../src/core/tensor/read';
export { wholeRanges } from '../src/core/tensor/slice';
export { computeStats } from '../src/core/tensor/statsCompute';
export { openContext } from '../src/engine/openContext';
export { openPath } from '../src/engine/openedFile';
