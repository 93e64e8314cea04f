/** Everything that the kernel set calls. Addresses are bytes; sizes count numbers. */
export { ARENA_START } from './memory';
export { fusesMultiplyAdd, initialize } from './math';
export * from './copying';
export * from './activation';
export * from './column';
export * from './loss';
export * from './optimizer';
export * from './group';
export * from './elementwise';
export { multiply } from './product';
