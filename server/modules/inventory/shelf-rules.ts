/** Pure: a counted product against what the books had of it when it was counted. */

/** A counted product: `now` is what the books have on the shelf, `since` how much of it came (+) or went (−) after it was last scanned. `superseded`: a later count of the shelf is booked already. */
export interface Counted { sku: string; counted: number; now: number; since: number; superseded?: boolean }

/** What the books had when it was scanned, and how far the count is off. More than there is now cannot be taken off: what has left meanwhile was sold. A later count has the last word. */
export function against({ counted, now, since, superseded = false }: Counted): { books: number; difference: number } {
  const books = now - since;
  return { books, difference: superseded ? 0 : Math.max(counted - books, -now) };
}
