/** The accounts of the demo: two people per store, one per desk, one key per outside system; secrets follow from the installation's own. */
import { createHmac } from 'node:crypto';
import type { Clock } from '../../server/kernel/clock.ts';
import type { Database } from '../../server/kernel/database.ts';
import type { Role } from '../../server/kernel/http.ts';
import { createKey, createPerson, trivialPin } from '../../server/modules/identity/index.ts';
import { PLACES } from './places.ts';

export interface DemoKey { name: string; roles: Role[]; locations: string[] | null; secret: string }
/** `password` is null for somebody who was there already: it may have been changed since. Who works in a store has a PIN too. */
export interface DemoPerson { name: string; email: string; roles: Role[]; locations: string[] | null; password: string | null; pin: string | null }

const KEYS: readonly { name: string; roles: Role[]; locations?: string[] }[] = [
  { name: 'demo administrator', roles: ['administrator'] }, { name: 'demo webshop', roles: ['channel'] }, { name: 'demo outlet', roles: ['channel'] }, { name: 'demo till', roles: ['channel', 'store'] }, { name: 'demo api', roles: ['channel'] },
  { name: 'demo erp', roles: ['erp'] }, { name: 'demo postnl', roles: ['carrier'] }, { name: 'demo venlo', roles: ['fulfiller'], locations: ['venlo'] },
];

const DESKS: readonly { name: string; mailbox: string; roles: Role[] }[] = [
  { name: 'Karin van Dalen', mailbox: 'beheer', roles: ['administrator'] }, { name: 'Ruud Hermans', mailbox: 'logistiek', roles: ['operations'] }, { name: 'Yasmina el Idrissi', mailbox: 'klantenservice', roles: ['service'] },
  { name: 'Peter Molenaar', mailbox: 'administratie', roles: ['finance'] }, { name: 'Lotte Brink', mailbox: 'meekijken', roles: ['viewer'] },
];

/** Who runs each place; by the order of the places. */
const MANAGERS = ['Daan Visser', 'Aylin Kaya', 'Femke Bakker', 'Sanne de Wit', 'Bram Verhoeven', 'Jelte Hofstra', 'Loes Janssen', 'Thijs Martens', 'Esra Demir', 'Milou Peters', 'Ruben Kok', 'Iris Smit', 'Noah Groen', 'Anouk Dijkstra', 'Joris van Leeuwen', 'Marit Post', 'Stijn Wolters', 'Henk Pijnenburg', 'Gerda Cuypers'];

/** The second person of each store, by the order of the places; a store of one would have nobody to switch to. */
const COLLEAGUES = ['Fatima Bouzid', 'Kevin Schouten', 'Merel de Boer', 'Tim Huisman', 'Roos van den Berg', 'Wiebe Dijkema', 'Lars Claessen', 'Nina Oomen', 'Sem van Gils', 'Hanna Derks', 'Youssef Amrani', 'Lieke Zonneveld', 'Julia Blom', 'Gijs Brouwer', 'Pien van Vliet', 'Mees Jansma', 'Evi Wassink'];

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const derived = (secret: string, name: string): Buffer => createHmac('sha256', secret).update(`demo ${name}`).digest();

/** A password that can be typed over: three groups of four, about 59 bits, derived from the secret. */
export const passwordOf = (secret: string, email: string): string => [...derived(secret, email).subarray(0, 12)].map((byte, index) => (index > 0 && index % 4 === 0 ? '-' : '') + LETTERS.charAt(byte % LETTERS.length)).join('');
export const keySecretOf = (secret: string, name: string): string => `spil_${derived(secret, name).toString('base64url')}`;

/** Makes the keys; those there are keep working. */
export async function seedKeys(database: Database, secret: string, now: string): Promise<DemoKey[]> {
  const keys: DemoKey[] = KEYS.map(({ name, roles, locations = null }) => ({ name, roles, locations, secret: keySecretOf(secret, name) }));
  for (const key of keys) await createKey(database, key, now);
  return keys;
}

/** A PIN that nobody would try first, derived from the secret. */
export function pinOf(secret: string, email: string): string {
  for (let round = 0; ; round += 1) {
    const pin = String(derived(secret, `pin ${round} ${email}`).readUInt32BE() % 10_000).padStart(4, '0');
    if (!trivialPin(pin)) return pin;
  }
}

type Appointed = Omit<DemoPerson, 'password' | 'pin'>;

/** Everybody there is: the desks, who runs each place, and their colleagues. */
const everybody = (): Appointed[] => [
  ...DESKS.map(({ name, mailbox, roles }) => ({ name, email: `${mailbox}@vandalen.example`, roles: [...roles], locations: null })),
  ...PLACES.map(({ code }, index) => ({ name: MANAGERS[index] ?? code, email: `${code}@vandalen.example`, roles: ['store' as const], locations: [code] })),
  ...PLACES.filter(({ kind }) => kind === 'store').map(({ code }, index) => ({ name: COLLEAGUES[index] ?? code, email: `${code}-2@vandalen.example`, roles: ['store' as const], locations: [code] })),
];

/** Everybody with the password and PIN that they were given, whether or not these were changed since. */
export const demoPeople = (secret: string): (Appointed & { password: string; pin: string | null })[] =>
  everybody().map((person) => ({ ...person, password: passwordOf(secret, person.email), pin: person.roles.includes('store') ? pinOf(secret, person.email) : null }));

/** Makes the people who are not there yet. */
export async function seedPeople(database: Database, secret: string, now: ReturnType<Clock['now']>): Promise<DemoPerson[]> {
  const people = demoPeople(secret);
  const known = new Set((await database.query<{ email: string }>('select email from identity.person where email = any($1)', [people.map(({ email }) => email)])).map(({ email }) => email));
  return Promise.all(people.map(async (person) => {
    if (known.has(person.email)) return { ...person, password: null, pin: null };
    await createPerson(database, person, now);
    return person;
  }));
}
