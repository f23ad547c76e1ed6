/** What an audit answers: the faults it found, each naming its row, and the known states that are not faults. */

/** One row that does not add up, or that should not be there, or that is missing. */
export interface Fault {
  /** Which account of it is wrong: the journal, one of the three books, or the table of a projection. */
  book: 'journal' | 'units' | 'stock' | 'money' | 'projection';
  /** The row: its table, and its key as text. */
  table: string;
  key: string;
  /** The column or the sum that differs; null where the whole row is missing or too many. */
  what: string | null;
  found: unknown;
  expected: unknown;
  /** The fault in words. */
  sentence: string;
}

/** Known states: nothing is wrong, somebody or something is still at it. Amounts are not mixed, so these are counts of rows. */
export interface OpenStates {
  /** Reservations that lost their goods to a fact and wait to be planned again, in units. */
  brokenReservations: number;
  /** Payments with a capture or a refund under way. */
  pendingCaptures: number;
  pendingRefunds: number;
  /** Orders whose goods have all left or were cancelled, whose last refund or capture failed. */
  failed: number;
  /** Orders whose goods have all left, for which money is still to come. */
  owed: number;
  /** Orders that were under way before Spil knew them, whose money was not settled by it. */
  openings: number;
}

export interface AuditReport {
  streams: number;
  events: number;
  /** Rows of the books and the projections that were compared with the journal. */
  rows: number;
  /** SKUs whose balances were summed. */
  skus: number;
  faults: Fault[];
  /** True when the audit stopped listing at its limit: there are more faults. */
  more: boolean;
  open: OpenStates;
}

/** Collects faults up to a limit, so that a destroyed table does not fill the memory. */
export class Findings {
  readonly faults: Fault[] = [];
  more = false;
  readonly open: OpenStates = { brokenReservations: 0, pendingCaptures: 0, pendingRefunds: 0, failed: 0, owed: 0, openings: 0 };
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(fault: Fault): void {
    if (this.faults.length < this.#limit) this.faults.push(fault);
    else this.more = true;
  }
}
