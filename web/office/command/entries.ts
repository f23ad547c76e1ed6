/** Pure: what the command bar lists, from what was found, the pages there are, and what was opened before. */
import type { Answer } from '../../api/client.ts';

export type Group = 'recent' | 'orders' | 'customers' | 'products' | 'parcels' | 'returns' | 'actions' | 'pages';
/** One line of the bar. `to` is an address within the office; an action without one does something here. */
export interface Entry { key: string; group: Group; label: string; detail: string; to: string | null; status?: string }

export interface EntryWords { unnamed: string; noBarcode: string; ofOrder(number: string): string; returned(number: string): string; channel(code: string): string; place(code: string): string }

/** The lines of what was found, group by group, whole matches first as the server put them. */
export function entriesOf(found: Answer<'search'>, words: EntryWords): Entry[] {
  const line = (...parts: (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join(' · ');
  return [
    ...found.orders.map((order): Entry => ({ key: order.id, group: 'orders', label: order.number, detail: line(order.customer, order.externalNumber, words.channel(order.channel)), to: `/orders/${order.id}`, status: order.status })),
    ...found.customers.map((customer): Entry => ({ key: customer.id, group: 'customers', label: customer.name ?? customer.email ?? words.unnamed, detail: line(customer.name === null ? null : customer.email, words.channel(customer.channel)), to: `/customers/${customer.id}` })),
    ...found.products.map((product): Entry => ({ key: product.sku, group: 'products', label: product.name, detail: line(product.sku, product.product === product.name ? null : product.product), to: `/stock/${encodeURIComponent(product.sku)}` })),
    ...found.parcels.map((parcel): Entry => ({ key: parcel.id, group: 'parcels', label: parcel.barcode ?? words.noBarcode, detail: line(words.ofOrder(parcel.orderNumber), parcel.carrier), to: `/orders/${parcel.order}` })),
    ...found.returns.map((one): Entry => ({ key: one.id, group: 'returns', label: words.returned(one.orderNumber), detail: line(words.place(one.location)), to: `/orders/${one.order}` })),
  ];
}

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Pages and actions of which a word begins with what was typed; all of them when nothing was. */
export function matching(entries: readonly Entry[], typed: string): Entry[] {
  const wanted = plain(typed).split(/\s+/).filter((part) => part !== '');
  return entries.filter((entry) => wanted.every((part) => plain(entry.label).split(/[\s-]+/).some((word) => word.startsWith(part))));
}

/** How many are remembered: what one goes back and forth between. */
const REMEMBERED = 8;

/** What was opened, the latest first and each once. */
export const remembered = (before: readonly Entry[], opened: Entry): Entry[] => [{ ...opened, group: 'recent' as const }, ...before.filter((entry) => entry.key !== opened.key)].slice(0, REMEMBERED);
