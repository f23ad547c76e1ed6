/** Pure: until when goods that are expected on a day can be counted on. */

const DAY = 86_400_000;

/** Whether goods that are expected on a local day are still to come: that day or later, and within so many days. A day that is gone is a promise that somebody else did not keep. */
export const isComing = (on: string, today: string, days = Infinity): boolean => on >= today && Date.parse(on) <= Date.parse(today) + days * DAY;
