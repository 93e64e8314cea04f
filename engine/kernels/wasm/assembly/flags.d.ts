/** 1 in the build of the matrix product for hosts that join pairs of vectors, 0 in the others; set by the build. */
declare const PAIRS: i32;
