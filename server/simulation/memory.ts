/** What the robots remember between rounds and over a restart: totes on the road, work they took up, orders they placed, pickups they wait for. */
import { readFile, rename, writeFile } from 'node:fs/promises';

/** A tote between two places; `rounds` counts how long it is under way. */
export interface Tote { code: string; origin: string; destination: string; rounds: number }
/** An order a customer placed: the number they were told, and its id in the shop where it can be cancelled there. */
export interface PlacedOrder { number: string; channel: string; shopId: string | null; email: string | null; rounds: number }
export interface AwaitedPickup { email: string; store: string; number: string; channel: string }
export interface ToInspect { return: string; location: string; lines: { line: number; quantity: number }[] }

export interface Memory {
  /** Serial number of things the robots name: orders, receipts, totes. */
  serial: number;
  totes: Tote[];
  placed: PlacedOrder[];
  pickups: AwaitedPickup[];
  inspections: ToInspect[];
  /** Work that the robots took up; what somebody else took up they leave alone for a while. */
  taken: string[];
  /** Orders that a visitor placed: theirs from beginning to end. */
  left: string[];
  /** Pieces sold since the last delivery from suppliers, by SKU. */
  sold: Record<string, number>;
}

/** Longest each list may grow; the oldest is forgotten. */
const LIMITS = { totes: 500, placed: 400, pickups: 300, inspections: 200, taken: 2000, left: 500 } as const;

const nothing = (): Memory => ({ serial: 1, totes: [], placed: [], pickups: [], inspections: [], taken: [], left: [], sold: {} });

/** Adds to a list of the memory, forgetting what is oldest beyond its limit. */
export function remember<K extends keyof typeof LIMITS>(memory: Memory, list: K, item: Memory[K][number]): void {
  const items = memory[list] as Memory[K][number][];
  items.push(item);
  if (items.length > LIMITS[list]) items.splice(0, items.length - LIMITS[list]);
}

/** Reads the memory of a file; an empty one when there is none, or when it cannot be read (the robots begin anew). */
export async function readMemory(file: string | null): Promise<Memory> {
  if (file === null) return nothing();
  try {
    return { ...nothing(), ...(JSON.parse(await readFile(file, 'utf8')) as Partial<Memory>) };
  } catch {
    return nothing();
  }
}

/** Writes it whole or not at all. */
export async function keepMemory(file: string | null, memory: Memory): Promise<void> {
  if (file === null) return;
  await writeFile(`${file}.new`, JSON.stringify(memory));
  await rename(`${file}.new`, file);
}
