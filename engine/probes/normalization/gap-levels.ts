/** Median z from which a person is warned, and from which the running statistics are called wrong. */
export const GAP_LEVELS = [0.1, 0.3] as const;
