/** Most samples whose outputs the probe of activations compares with each other. */
export const RANKED_SAMPLES = 256;
