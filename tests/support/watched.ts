/** A company for journeys in which nobody can forget to look: after every accepted command, every fact from outside and every passing of time, everything is done, the books are whole, and the ERP's copy is Spil's. */
import type { Role } from '../../server/kernel/http.ts';
import type { Client, Reply } from './spil.ts';
import { startWorld } from './world.ts';
import type { World, WorldOptions } from './world.ts';

export interface WatchedWorld extends Omit<World, 'right' | 'quiet'> {
  /** Several commands that are one step, looked at when the last is done: before that, nothing that waits to be done is done. */
  step<T>(commands: () => Promise<T>): Promise<T>;
  /** Lets time pass, in milliseconds or until an instant, and what is due by then happen. */
  pass(time: number | string): Promise<void>;
}

export async function watchedWorld(options: WorldOptions = {}): Promise<WatchedWorld> {
  const { right, quiet: _, ...world } = await startWorld(options);
  let going = 0;
  let looked: Promise<void> = Promise.resolve();
  /** Commands that run at once are looked at when the last has answered. */
  const step = async <T>(commands: () => Promise<T>, changed: (result: T) => boolean = () => true): Promise<T> => {
    await looked;
    going += 1;
    const result = await commands().finally(() => { going -= 1; });
    if (going > 0 || !changed(result)) return result;
    const look = looked.then(right);
    looked = look.catch(() => undefined);
    await look;
    return result;
  };
  const written = <T>(send: () => Promise<Reply<T>>): Promise<Reply<T>> => step(send, ({ status }) => status < 400);
  const watched = ({ get, post, put, delete: remove }: Client): Client => ({
    get,
    post: (...call) => written(() => post(...call)),
    put: (...call) => written(() => put(...call)),
    delete: (...call) => written(() => remove(...call)),
  });
  return {
    ...world,
    step: (commands) => step(commands),
    pass: (time) => step(async () => {
      world.clock.set(typeof time === 'string' ? time : new Date(Date.parse(world.clock.now()) + time).toISOString());
      await world.spil.tick();
    }),
    as: async (role: Role | readonly Role[], locations) => watched(await world.as(role, locations)),
    mollie: { ...world.mollie, tell: (...call) => step(() => world.mollie.tell(...call)) },
    postnl: { ...world.postnl, advance: (...call) => step(() => world.postnl.advance(...call)) },
    shopify: (...call) => step(() => world.shopify(...call)),
    partner: { ...world.partner, tell: (...call) => step(() => world.partner.tell(...call)) },
  };
}
