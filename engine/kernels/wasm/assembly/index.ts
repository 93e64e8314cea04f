/** Everything that the kernel set calls. Addresses are bytes; sizes count numbers. */
export { ARENA_START } from './memory';
export { fusesMultiplyAdd, initialize } from './math';
export * from './elementwise';
export * from './columns';
export * from './losses';
export { multiply } from './product';
