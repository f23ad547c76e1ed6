/** The screens on a whole, living company: a browser, and windows of it that are signed in as somebody. */
import type { BrowserContext, Page } from 'playwright-core';
import type { Role } from '../../server/kernel/http.ts';
import { createPerson } from '../../server/modules/identity/index.ts';
import { buildScreens, startBrowser } from './browser.ts';
import { startWorld } from './world.ts';
import type { World, WorldOptions } from './world.ts';

export interface WindowOptions {
  /** Whoever looks; null is nobody. */
  as: { name: string; roles: readonly Role[]; locations?: readonly string[] | null } | null;
  language?: 'nl' | 'en';
  dark?: boolean;
  /** A telephone of 390 × 844 with touch; else a desktop of 1440 × 900. */
  phone?: boolean;
}

export interface Window extends Page { readonly opened: BrowserContext; /** What the page's own scripts failed on; a test ends with this empty. */ readonly faults: string[] }

export interface Screens {
  world: World;
  window(options: WindowOptions): Promise<Window>;
  /** Makes an account, once per name; answers what it signs in with. */
  person(who: NonNullable<WindowOptions['as']>): Promise<{ email: string; password: string; id: string }>;
  close(): Promise<void>;
}

const PASSWORD = 'Ochtend-Fiets-42';

/** Starts company, server and browser. Times are those of now, since a browser has a clock of its own. */
export async function startScreens(options: Omit<WorldOptions, 'live'> = {}): Promise<Screens> {
  buildScreens();
  const [world, browser] = await Promise.all([startWorld({ start: new Date().toISOString(), ...options, live: true }), startBrowser()]);
  const people = new Map<string, { email: string; password: string; id: string }>();
  const person: Screens['person'] = async ({ name, roles, locations = null }) => {
    const known = people.get(name);
    if (known) return known;
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.com`;
    const { id } = await createPerson(world.spil.database, { name, email, roles: [...roles], locations: locations === null ? null : [...locations], password: PASSWORD }, world.clock.now());
    const made = { email, password: PASSWORD, id };
    people.set(name, made);
    return made;
  };
  return {
    world, person,
    window: async ({ as, language = 'nl', dark = false, phone = false }) => {
      const context = await browser.newContext({
        baseURL: world.url, locale: language === 'nl' ? 'nl-NL' : 'en-GB', timezoneId: 'Europe/Amsterdam', colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
        viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, hasTouch: phone, isMobile: phone,
      });
      if (as !== null) {
        const { email, password } = await person(as);
        const answer = await context.request.post('/auth/sign-in', { data: { email, password }, headers: { 'idempotency-key': crypto.randomUUID(), origin: world.url } });
        if (!answer.ok()) throw new Error(`${as.name} could not sign in: ${answer.status()} ${await answer.text()}`);
      }
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource|net::ERR|EventSource/.test(message.text())) faults.push(message.text()); });
      page.setDefaultTimeout(15_000);
      return Object.assign(page, { opened: context, faults });
    },
    close: async () => {
      await browser.close();
      await world.close();
    },
  };
}
