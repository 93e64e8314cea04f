/** English words of the compare page. */
export const compare = {};
