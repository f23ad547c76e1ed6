/** The memory that a plan works in: lent to one plan after the other, so that planning leaves no buffers behind for the collector of garbage. */

/** Where columns of figures come from, all nought. */
export interface Room {
  ints(length: number): Int32Array;
  floats(length: number): Float64Array;
  bytes(length: number): Uint8Array;
}

/** New memory, for what outlives a plan. */
export const OWN: Room = {
  ints: (length) => new Int32Array(length),
  floats: (length) => new Float64Array(length),
  bytes: (length) => new Uint8Array(length),
};

/** The most bytes that are kept between plans: 5,000 locations × 30 lines. What a plan needs beyond that is its own. */
const MOST_KEPT = 4 * 2 ** 20;
/** Every column begins where any kind of figure may. */
const ALIGNMENT = 8;

/** One buffer from which columns are cut off one behind the other. */
class Scratch implements Room {
  #buffer = new ArrayBuffer(2 ** 18);
  #used = 0;
  /** Bytes that were asked for since it was cleared, also those that did not fit. */
  #asked = 0;

  ints(length: number): Int32Array {
    const from = this.#place(length * Int32Array.BYTES_PER_ELEMENT);
    return from < 0 ? OWN.ints(length) : new Int32Array(this.#buffer, from, length);
  }

  floats(length: number): Float64Array {
    const from = this.#place(length * Float64Array.BYTES_PER_ELEMENT);
    return from < 0 ? OWN.floats(length) : new Float64Array(this.#buffer, from, length);
  }

  bytes(length: number): Uint8Array {
    const from = this.#place(length);
    return from < 0 ? OWN.bytes(length) : new Uint8Array(this.#buffer, from, length);
  }

  /** Nothing is left of what was written: the next plan finds what it would find in new memory. Grows to what was asked for. */
  clear(): void {
    if (this.#asked > this.#buffer.byteLength && this.#buffer.byteLength < MOST_KEPT) {
      this.#buffer = new ArrayBuffer(Math.min(MOST_KEPT, 2 ** Math.ceil(Math.log2(this.#asked))));
    } else new Uint8Array(this.#buffer, 0, this.#used).fill(0);
    this.#used = 0;
    this.#asked = 0;
  }

  /** Where so many bytes begin; -1 when there is no place for them. */
  #place(bytes: number): number {
    const rounded = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    this.#asked += rounded;
    if (this.#used + rounded > this.#buffer.byteLength) return -1;
    const from = this.#used;
    this.#used += rounded;
    return from;
  }
}

const scratch = new Scratch();
let lent = false;

/**
 * Lends the room for as long as `work` runs. A plan is made in one go and never within another, so one room serves all;
 * that is checked. Nothing that `work` returns may lie in it: the next one finds it cleared and writes there.
 */
export function inLentRoom<Result>(work: (room: Room) => Result): Result {
  if (lent) throw new Error('A plan was asked for while another one was being made, in the room that it works in.');
  lent = true;
  try {
    return work(scratch);
  } finally {
    scratch.clear();
    lent = false;
  }
}
