/** Everything that the kernel set calls. Addresses are bytes; sizes count numbers. */
export { PATCH_LIMIT } from './memory';
export { fusesMultiplyAdd, initialize } from './math';
export * from './copying';
export * from './activation';
export * from './column';
export * from './loss';
export * from './optimizer';
export * from './group';
export * from './convolution';
export * from './pooling';
export * from './elementwise';
export { multiply } from './product';
