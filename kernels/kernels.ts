// AssemblyScript: the hot loops of statistics and pictures as WebAssembly SIMD. Each has a twin in plain
// TypeScript under src/core that adds in the same order, lane by lane, so both give the same bits.
// All pointers are byte offsets into the exported memory; the caller lays it out (src/core/kernels/kernels.ts).
export { convertI64, extentI64 } from './integers';
export { transpose8, transpose16, transpose32, transpose64, transpose128 } from './layout';
export { latentRgbF32, levelsF32, sumRunsF32 } from './pictures';
export { extentF32, extentF64, spreadF32, spreadF64 } from './statistics';
