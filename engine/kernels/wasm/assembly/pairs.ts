/** Entry of the build for hosts that join pairs of vectors: the matrix product and what is made of it. */
export { multiply } from './product';
export * from './convolution';
