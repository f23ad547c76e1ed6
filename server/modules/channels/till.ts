/** Pure: under which till channel a store sells, where a company has several. */

/** What of a channel says which stores sell under it. */
interface Till { code: string; kind: string; settings: { country?: unknown; locationMap?: unknown } }

/** The till channel that names the store in its map of places, else the one of the store's country, else the first by code. Null when there is none. */
export function tillOf<T extends Till>(channels: readonly T[], store: { code: string; country: string | null }): T | null {
  const names = ({ settings: { locationMap } }: Till): string[] => Object.values((locationMap ?? {}) as Record<string, string>);
  const tills = channels.filter(({ kind }) => kind === 'till').sort((a, b) => (a.code < b.code ? -1 : 1));
  // A channel that names stores is theirs, and nobody else's.
  const open = tills.filter((till) => names(till).length === 0);
  return tills.find((till) => names(till).includes(store.code)) ?? open.find(({ settings }) => settings.country === store.country) ?? open[0] ?? tills[0] ?? null;
}
