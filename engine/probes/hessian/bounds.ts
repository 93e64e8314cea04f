/** Points of the grid that the spectral density is given on. */
export const GRID_POINTS = 1000;
