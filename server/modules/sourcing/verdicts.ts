/** Every location's fate in a decision, worked out in columns of figures and told as an object when somebody reads it. */
import type { Bundle, Case } from './case.ts';
import { costAlone, itemsOf, scarceUnits, type Charges } from './cost.ts';
import { kilometres } from './distance.ts';
import { droppedBy, metresFrom, reasonOf, unitsOf, withheldOf, type Fates } from './filter.ts';
import type { Planned } from './plan.ts';
import { OWN, type Room } from './scratch.ts';
import type { Candidate, Demand, DemandLine, Strategy, Verdict, Verdicts } from './types.ts';

/** Decides and prices every candidate. Nothing is left to work out but the words, and nothing that they are told from lies in `room`. */
export function verdictsOf({ problem, winner }: Planned, room: Room): Verdicts {
  const { sifted: { candidates, kept, skus }, demand, strategy, charges } = problem;
  const rows = candidates.length;
  const figures: Figures = { parts: charges.parts, covers: OWN.ints(rows), scarce: OWN.ints(rows), cost: OWN.floats(rows), chosen: winner?.shares.map(({ row }) => row) ?? [] };
  const alone: Alone = { units: 0, scarce: 0, left: room.ints(skus.length) };
  const needs = problem.bundles.every(({ atomic, lines }) => !atomic && lines.length === 1) && problem.barred.every((rows) => rows === null) ? needsOf(problem, room) : null;
  for (let at = 0; at < kept.length; at += 1) {
    const row = kept[at] as number;
    if (needs) countSimply(problem, row, needs, alone); else countAlone(problem, row, alone);
    figures.covers[row] = alone.units;
    figures.scarce[row] = alone.scarce;
    figures.cost[row] = costAlone(charges, row, alone.units, alone.scarce, strategy);
  }
  return new Columns(demand, strategy, problem.sifted, figures);
}

/** By row, the parts of what using each location costs, what it could place alone, how much of that is scarce, and what it would cost; and the rows that were chosen. */
interface Figures { parts: Charges['parts']; covers: Int32Array; scarce: Int32Array; cost: Float64Array; chosen: readonly number[] }

class Columns implements Verdicts {
  readonly length: number;
  #demand: Demand;
  #strategy: Strategy;
  #fates: Fates;
  #figures: Figures;

  constructor(demand: Demand, strategy: Strategy, fates: Fates, figures: Figures) {
    this.length = fates.candidates.length;
    this.#demand = demand;
    this.#strategy = strategy;
    this.#fates = fates;
    this.#figures = figures;
  }

  *[Symbol.iterator](): Iterator<Verdict> {
    for (let row = 0; row < this.length; row += 1) yield this.#at(row);
  }

  #at(row: number): Verdict {
    const candidate = this.#fates.candidates[row] as Candidate;
    const dropped = droppedBy(this.#fates, row);
    const metres = metresFrom(this.#fates, row);
    const available: Record<string, number> = {};
    for (const sku of this.#fates.skus) available[sku] = unitsOf(candidate, sku);
    return {
      location: candidate.location, name: candidate.name, kilometres: metres === null ? null : kilometres(metres), available, withheld: withheldOf(candidate, this.#demand),
      dropped: dropped === null ? null : { rule: dropped, reason: reasonOf(this.#fates, row, this.#demand, this.#strategy) },
      alone: dropped === null ? this.#aloneAt(row) : null,
      chosen: this.#figures.chosen.includes(row),
    };
  }

  #aloneAt(row: number): Verdict['alone'] {
    const { parts, covers, scarce, cost } = this.#figures;
    const units = covers[row] as number;
    if (units === 0) return null;
    return { cost: cost[row] as number, items: itemsOf([{ row, units, scarceUnits: scarce[row] as number }], parts, this.#fates, this.#strategy).items, covers: units };
  }
}

/** What one location can place by itself; `left` is room to work in. */
interface Alone { units: number; scarce: number; left: Int32Array }

/** Units wanted of each SKU. */
function needsOf({ demand, bundles, skuOf, sifted }: Case, room: Room): Int32Array {
  const needs = room.ints(sifted.skus.length);
  for (const { lines: [line] } of bundles) needs[skuOf[line as number] as number] = (demand.lines[line as number] as DemandLine).quantity;
  return needs;
}

/** Where every SKU is wanted by one line that stands by itself. */
function countSimply({ sifted: { stock }, strategy: { cost } }: Case, row: number, needs: Int32Array, alone: Alone): void {
  const columns = needs.length;
  let units = 0;
  let scarce = 0;
  for (let column = 0, cell = row * columns; column < columns; column += 1, cell += 1) {
    const there = stock[cell] as number;
    if (there === 0) continue;
    const need = needs[column] as number;
    const taken = there < need ? there : need;
    units += taken;
    scarce += scarceUnits(taken, there, cost.scarcityBelow);
  }
  alone.units = units;
  alone.scarce = scarce;
}

/** Lines and groups are taken in order while the stock lasts. */
function countAlone(problem: Case, row: number, alone: Alone): void {
  const { sifted, bundles, strategy, barred, skuOf, demand } = problem;
  const { left } = alone;
  const columns = sifted.skus.length;
  const from = row * columns;
  for (let column = 0; column < columns; column += 1) left[column] = sifted.stock[from + column] as number;
  let units = 0;
  for (const bundle of bundles) {
    if (bundle.atomic) { units += takeWhole(problem, row, bundle, left); continue; }
    for (const line of bundle.lines) {
      if (barred[line]?.has(row)) continue;
      const column = skuOf[line] as number;
      const taken = Math.min((demand.lines[line] as DemandLine).quantity, left[column] as number);
      left[column] = (left[column] as number) - taken;
      units += taken;
    }
  }
  let scarce = 0;
  for (let column = 0; column < columns; column += 1) {
    const before = sifted.stock[from + column] as number;
    scarce += scarceUnits(before - (left[column] as number), before, strategy.cost.scarcityBelow);
  }
  alone.units = units;
  alone.scarce = scarce;
}

function takeWhole({ demand, skuOf, barred }: Case, row: number, { lines }: Bundle, left: Int32Array): number {
  let units = 0;
  for (let taken = 0; taken < lines.length; taken += 1) {
    const line = lines[taken] as number;
    const { quantity } = demand.lines[line] as DemandLine;
    const column = skuOf[line] as number;
    if ((left[column] as number) >= quantity && !barred[line]?.has(row)) {
      left[column] = (left[column] as number) - quantity;
      units += quantity;
      continue;
    }
    for (let at = 0; at < taken; at += 1) {
      const back = lines[at] as number;
      left[skuOf[back] as number] = (left[skuOf[back] as number] as number) + (demand.lines[back] as DemandLine).quantity;
    }
    return 0;
  }
  return units;
}
