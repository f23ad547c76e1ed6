/** What every robot stands on. */
import type { Clock } from '../kernel/clock.ts';
import type { Chance } from './chance.ts';
import type { Memory } from './memory.ts';
import type { Notes, Telephone } from './telephone.ts';
import type { WorldUrls } from './world.ts';

/** How robots make room for people who try the demo. */
export interface Manners {
  /** Milliseconds that new work lies before a robot takes it up: a visitor who just bought something can say that it is theirs. 0 takes it at once. */
  unhurried: number;
  /** A place where the robots leave so many of the newest pieces of work to visitors, and what visitors packed. */
  visitors: { place: string; leaves: number } | null;
}

export interface Deps {
  telephone: Telephone;
  urls: WorldUrls;
  /** The installation's secret "demo": passwords and keys of the robots' accounts follow from it. */
  secret: string;
  /** A row of choices of one robot. */
  chanceOf(name: string): Chance;
  memory: Memory;
  notes: Notes;
  clock: Clock;
  /** How the robots make room for visitors. */
  manners: Manners;
  /** Sets names of this run apart from those of runs before. */
  run: string;
}
