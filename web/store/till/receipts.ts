/** Numbers of receipts made on this device, and the last of them, so that one can be printed again or voided. */
import type { Input } from '../../api/client.ts';
import { now } from '../../shell/clock.ts';

/** What is sent of this store's till, in order. */
export const laneOf = (location: string): string => `till ${location}`;

export interface Rang { key: string; sale: Input<'recordSale'>['body']; change: number }

const DEVICE = 'spil.till.device';
const COUNTER = 'spil.till.receipts';
const LAST = 'spil.till.last';
const KEPT = 10;
/** Letters and digits that cannot be taken for each other. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A name of this device's own, made once: four letters tell a million devices apart. */
export function deviceName(): string {
  const known = localStorage.getItem(DEVICE);
  if (known !== null) return known;
  const made = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  localStorage.setItem(DEVICE, made);
  return made;
}

/** The next number: store, device and a count that goes on, so that no two devices give the same, with or without a connection. */
export function nextReceipt(location: string): string {
  const count = Number(localStorage.getItem(COUNTER) ?? '0') + 1;
  localStorage.setItem(COUNTER, String(count));
  return `${location}-${deviceName()}-${String(count).padStart(4, '0')}`;
}

export function lastReceipts(location: string): Rang[] {
  try {
    const day = now().toDateString();
    return (JSON.parse(localStorage.getItem(LAST) ?? '[]') as Rang[]).filter(({ sale }) => sale.location === location && new Date(sale.soldAt).toDateString() === day);
  } catch {
    return [];
  }
}

export function keepReceipt(rang: Rang): void {
  localStorage.setItem(LAST, JSON.stringify([rang, ...lastReceipts(rang.sale.location)].slice(0, KEPT)));
}
