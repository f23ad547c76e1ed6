/** The sandbox's own interface under /demo, typed: it belongs to the demo and is not in the published interface. */
import { Refused, Unreachable } from '../api/client.ts';
import type { Problem } from '../api/generated/operations.ts';

export type Shop = 'webshop' | 'outlet' | 'app';
export type Method = 'ideal' | 'creditcard' | 'klarna';
export type System = 'mollie' | 'postnl' | 'shopify' | 'magento' | 'mailbox' | 'erp' | 'threepl';
export interface Robots { paused: boolean; pace: number; away: string[]; placed: number; did: Record<string, number> }
export interface Person { email: string; name: string; roles: string[]; locations: string[] | null; password: string }
export interface Demo { retailer: string; visitorsPlace: string; places: { code: string; name: string; kind: string }[]; people: Person[]; robots: Robots | null; pages: { system: System; url: string }[] }
export interface Variant { sku: string; label: string; price: number; inShop: number | null; available: number }
export interface Product { code: string; name: string; brand: string | null; picture: string | null; tags: string[]; price: number; variants: Variant[] }
export interface Customer { first: string; last: string; email: string; street: string; houseNumber: string; postalCode: string; city: string; language: 'nl' | 'en' }
export type Choice = { kind: 'home'; service: 'standard' | 'express' } | { kind: 'store'; store: string } | { kind: 'pickup_point'; carrier: string; id: string } | { kind: 'mixed'; store: string };
export interface OrderWish { shop: Shop; choice: Choice | null; lines: { sku: string; quantity: number }[]; store: string | null; method: Method; customer: Customer }
export interface ReserveWish { shop: Shop; lines: { sku: string; quantity: number }[]; store: string; customer: Pick<Customer, 'first' | 'last' | 'email' | 'language'> }
export interface Reserved { number: string; store: string; until: string; code: string | null; page: string }
export interface Placed { shop: Shop; number: string; total: number }
export interface Followed { order: { id: string; number: string; status: string; onHold: boolean; page: string; work: { id: string; location: string; name: string; kind: string; status: string; email: string | null }[]; parcels: { barcode: string | null; status: string }[] } | null }
export interface MailRow { id: number; to: string; subject: string; receivedAt: string; count: number }
export interface Mail extends MailRow { from: string; html: string; text: string }
export interface Parcel { barcode: string; reference: string | null; place: string; scans: { at: string; place: string }[]; next: string[]; location: string | null; order: string | null }
export interface Payment { id: string; method: string; status: string; currency: string; amount: number; captured: number; refunded: number; chargedBack: number; description: string; refunds: { id: string; amount: number; status: string }[] }
export interface Faults { systems: { system: System; scenarios: { name: string; active: boolean; left: number }[] }[] }
interface Pair { spil: number; erp: number }
export interface ErpOrder { number: string; id: string; equal: boolean; known: boolean; waiting: number; total: Pair; paid: Pair; refunded: Pair; shipped: Pair; cancelled: Pair }
export interface ErpView {
  orders: ErpOrder[]; documents: { kind: string; count: number }[]; latest: { id: string; kind: string; order: string | null; receivedAt: string; state: string }[]; unsent: number;
  stock: { places: number; rows: number; different: { sku: string; location: string; state: string; spil: number; erp: number }[]; more: number };
}

async function send<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  const answer = await fetch(`/demo${path}`, { method, headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, credentials: 'same-origin', ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    .catch(() => { throw new Unreachable('The demo cannot be reached.'); });
  if (answer.status === 204) return undefined as T;
  const json: unknown = await answer.json().catch(() => { throw new Unreachable(`The demo answered ${answer.status}.`); });
  if (!answer.ok) throw new Refused(json as Problem);
  return json as T;
}

export const ask = <T>(path: string): Promise<T> => send('GET', path);
export const tell = <T = void>(path: string, body: object = {}): Promise<T> => send('POST', path, body);
export const forget = <T = void>(path: string): Promise<T> => send('DELETE', path);

/** Options for useQuery on something of the demo that is looked at again every so many milliseconds. */
export const watch = <T>(path: string, every: number | false = 2000) => ({ queryKey: ['demo', path] as const, queryFn: () => ask<T>(path), refetchInterval: every, staleTime: 0, placeholderData: (before: T | undefined) => before });

/** Becomes somebody of the company, and goes to a page of theirs. */
export async function enterAs(email: string, page: string): Promise<void> {
  await tell('/sign-in', { email });
  location.assign(page);
}
