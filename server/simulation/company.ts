/** The company at work: robots that act as its people and its customers, through public interfaces only, in rounds or at a pace. */
import { setTimeout as wait } from 'node:timers/promises';
import { PLACES } from '../../database/seed/places.ts';
import type { Clock } from '../kernel/clock.ts';
import { between } from '../kernel/clock.ts';
import { chanceOf } from './chance.ts';
import { createCounter } from './counter.ts';
import type { Deps, Manners } from './deps.ts';
import { keepMemory, readMemory, remember } from './memory.ts';
import { createPartners } from './partners.ts';
import { createShopping, wayOf } from './shopping.ts';
import type { Way } from './shopping.ts';
import { createStaff } from './staff.ts';
import { createNotes, createTelephone } from './telephone.ts';
import type { Refusal } from './telephone.ts';
import type { WorldUrls } from './world.ts';

export interface CompanyOptions {
  spilUrl: string;
  urls: WorldUrls;
  /** The installation's secret "demo". */
  secret: string;
  clock: Clock;
  /** The same seed makes the same choices. */
  seed?: number;
  /** Where the robots' memory is kept; null for none. */
  memory?: string | null;
  /** Orders a minute; see `start`. */
  pace?: number;
  /** How many of a hundred orders come which way. */
  shares?: Readonly<Record<Way, number>>;
  /** How the robots make room for visitors; by default they make none. */
  manners?: Manners;
  /** Orders that come quickly one after another when the company starts. */
  burst?: { orders: number; seconds: number };
}

export interface Figures {
  running: boolean; paused: boolean; pace: number; away: string[]; placed: number;
  did: Record<string, number>; refusedBy: Record<string, number>; refusals: Refusal[]; failures: { total: number; last: Refusal[] };
  remembers: { totes: number; pickups: number; inspections: number };
}

export interface Company {
  /** Has so many customers buy; answers how many did. */
  sell(orders: number, ways?: Readonly<Record<Way, number>>): Promise<number>;
  /** Everybody works so many rounds, without a pause. Answers the steps of work that the staff did. */
  work(rounds: number): Promise<number>;
  /** Works at its pace until stopped; waits while Spil cannot be reached. */
  start(): void;
  stop(): Promise<void>;
  /** `orders` come at once, in the next moments; `away` are places without robots, for people to work there; `leave` are orders that are a visitor's own. */
  set(wanted: { pace?: number | undefined; paused?: boolean | undefined; orders?: number | undefined; away?: readonly string[] | undefined; leave?: readonly string[] | undefined }): void;
  figures(): Figures;
}

export const FASTEST = 240;
const SHARES: Readonly<Record<Way, number>> = { webshop: 55, outlet: 10, api: 15, till: 20 };
const BEAT = 500;
/** Beats in which every place is visited once. */
const CYCLE = 12;
const MINUTE = 60_000;

export async function createCompany({ spilUrl, urls, secret, clock, seed = 1, memory: file = null, pace: first = 12, shares = SHARES, manners = { unhurried: 0, visitors: null }, burst = { orders: 15, seconds: 20 } }: CompanyOptions): Promise<Company> {
  const notes = createNotes();
  const memory = await readMemory(file);
  const telephone = createTelephone({ spilUrl, notes, clock });
  const run = Math.floor(Date.parse(clock.now()) / 1000).toString(36);
  const deps: Deps = { telephone, urls, secret, memory, notes, clock, run, manners, chanceOf: (name) => chanceOf(seed, name) };
  const shopping = createShopping(deps);
  // Who works the external warehouse is no robot of the company: that is outside.
  const staff = PLACES.filter(({ kind }) => kind !== 'external_warehouse').map((place, index) => createStaff(deps, place, index));
  const counter = createCounter(deps, staff);
  const partners = createPartners(deps, staff);
  const chance = chanceOf(seed, 'company');
  let away: readonly string[] = [];
  let pace = Math.min(first, FASTEST);
  let paused = false;
  let placed = 0;
  let due = 0;
  let stopping: AbortController | null = null;
  let running: Promise<void> = Promise.resolve();

  const sell = async (orders: number, ways = shares): Promise<number> => {
    let sold = 0;
    for (let n = 0; n < orders; n += 1) if (await shopping.buy(wayOf(chance, ways))) sold += 1;
    placed += sold;
    return sold;
  };
  const visit = async (some: typeof staff): Promise<number> => {
    let done = 0;
    for (const one of some) if (!away.includes(one.place.code)) done += await one.visit();
    return done;
  };
  /** What is not done at every place, but once a round. */
  const besides = async (): Promise<void> => {
    for (const tote of memory.totes) tote.rounds += 1;
    for (const order of memory.placed) order.rounds += 1;
    await counter.collect();
    if (chance.permille(250)) await counter.bringBack();
    if (chance.permille(120)) await counter.cancel();
    if (chance.permille(300)) await counter.takeBack();
    await partners.moveParcels();
    await partners.moveMoney();
    await partners.deliver();
    await keepMemory(file, memory);
  };

  /** One beat: the customers who are due, some places, and once a cycle everything else. */
  const beat = async (number: number, started: string, last: string): Promise<void> => {
    const now = clock.now();
    const opening = between(started, now) < burst.seconds * 1000 ? (burst.orders / burst.seconds) * 60 : 0;
    // After a time in which the machine slept, customers do not all come at once.
    due = Math.min(due + (Math.max(pace, opening) * Math.min(between(last, now), 5000)) / MINUTE, 1000);
    const come = Math.min(Math.floor(due), 5);
    due -= come;
    await Promise.all([sell(come), visit(staff.filter((_, index) => index % CYCLE === number % CYCLE))]);
    if (number % CYCLE === CYCLE - 1) await besides();
  };
  const atPace = async (signal: AbortSignal): Promise<void> => {
    let last = clock.now();
    let started: string | null = null;
    for (let number = 0; !signal.aborted; number += 1) {
      if (paused || !await telephone.reachable()) last = clock.now();
      else {
        started ??= clock.now();
        const from = last;
        last = clock.now();
        await beat(number, started, from).catch((error: unknown) => {
          notes.refused({ at: clock.now(), who: 'company', what: 'beat', status: 0, code: 'robot.broken', detail: error instanceof Error ? error.message : String(error) });
        });
      }
      await wait(BEAT, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    sell,
    work: async (rounds) => {
      let steps = 0;
      for (let round = 0; round < rounds; round += 1) {
        steps += await visit(staff);
        await besides();
      }
      return steps;
    },
    start: () => {
      if (stopping) return;
      stopping = new AbortController();
      running = atPace(stopping.signal);
    },
    stop: async () => {
      stopping?.abort();
      stopping = null;
      await running;
      await keepMemory(file, memory);
    },
    set: (wanted) => {
      if (wanted.pace !== undefined) pace = Math.min(Math.max(wanted.pace, 0), FASTEST);
      if (wanted.paused !== undefined) paused = wanted.paused;
      if (wanted.away !== undefined) away = [...wanted.away];
      for (const order of wanted.leave ?? []) if (!memory.left.includes(order)) remember(memory, 'left', order);
      due += wanted.orders ?? 0;
    },
    figures: () => ({
      running: stopping !== null, paused, pace, away: [...away], placed, did: notes.counts(), refusedBy: notes.refusedBy(), refusals: notes.refusals(), failures: notes.failures(),
      remembers: { totes: memory.totes.length, pickups: memory.pickups.length, inspections: memory.inspections.length },
    }),
  };
}
