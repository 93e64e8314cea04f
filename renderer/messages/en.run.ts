/** English words of the run page. */
export const run = {};
