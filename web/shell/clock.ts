/** The browser's clock, in one place: everything else is told the time, or asks here. */
export const now = (): Date => new Date();
