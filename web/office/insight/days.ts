/** Pure: days on the retailer's clock, as 2026-03-02. */
/** The day at a moment on the clock of a zone. */
export const dayAt = (moment: Date, zone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(moment);

/** So many days before. A day is a date here, so daylight saving does not touch it. */
export const daysBack = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
/** How many days a period has, both ends counting. */
export const daysIn = (from: string, until: string): number => Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1;
