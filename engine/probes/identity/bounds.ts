/** Most samples of the validation split that the probe of identity looks at. */
export const UNSEEN = 1000;
