/** What every robot stands on. */
import type { Clock } from '../kernel/clock.ts';
import type { Chance } from './chance.ts';
import type { Memory } from './memory.ts';
import type { Notes, Telephone } from './telephone.ts';
import type { WorldUrls } from './world.ts';

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
  /** Sets names of this run apart from those of runs before. */
  run: string;
}
