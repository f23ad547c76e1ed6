/** What the journal and the master data say by which a thing may be looked for: read for one event, or for a batch of changed rows. */
import type { Queryable, Statement } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { FeedEvent } from '../books/index.ts';
import type { OrderEvents, OrderPlaced } from '../orders/index.ts';
import type { ShippingEvents } from '../shipping/index.ts';
import { addKeys, numberKeys, personKeys } from '../search/index.ts';
import type { SearchKey } from '../search/index.ts';

/** Events that bring something to look for. */
export const SEARCHED_EVENTS = ['OrderPlaced', 'AddressChanged', 'DeliveryChanged', 'DeliveryAdded', 'LabelIssued', 'ItemsReturned'] as const;

interface ContactRow { id: Uuid; data: { name: string | null; email: string | null; phone: string | null; address: Parameters<typeof personKeys>[0]['address'] } }

/** Keys of these contact versions. The rows are locked against an erasure meanwhile: what was erased gives no keys, and what is erased later takes them along. */
async function contactKeys(tx: Queryable, contacts: readonly (Uuid | null)[]): Promise<SearchKey[]> {
  const wanted = [...new Set(contacts.filter((contact) => contact !== null))];
  if (wanted.length === 0) return [];
  const rows = await tx.query<ContactRow>('select id, data from customers.contact where id = any($1::uuid[]) and erased_at is null order by id for share', [wanted]);
  return rows.flatMap(({ id, data }) => personKeys(data, id));
}

/** The statements by which an event's things can be found. */
export async function keysOf(tx: Queryable, { stream, event }: FeedEvent): Promise<Statement[]> {
  switch (event.type as (typeof SEARCHED_EVENTS)[number]) {
    case 'OrderPlaced': {
      const { number, externalId, externalNumber, contact, deliveries } = event.data as OrderPlaced;
      const people = await contactKeys(tx, [contact, ...deliveries.map((delivery) => delivery.contact)]);
      return [addKeys('order', stream, [...numberKeys('number', number), ...numberKeys('external', externalNumber), ...numberKeys('external', externalId), ...people])];
    }
    case 'AddressChanged': case 'DeliveryChanged': return [addKeys('order', stream, await contactKeys(tx, [(event.data as OrderEvents['AddressChanged']).contact]))];
    case 'DeliveryAdded': return [addKeys('order', stream, await contactKeys(tx, [(event.data as OrderEvents['DeliveryAdded']).delivery.contact]))];
    case 'LabelIssued': {
      const { parcel, barcode } = event.data as ShippingEvents['LabelIssued'];
      return [addKeys('parcel', parcel, numberKeys('barcode', barcode))];
    }
    case 'ItemsReturned': {
      const data = event.data as { return: Uuid; number: string };
      const [order] = await tx.query<{ number: string; external_number: string | null }>('select number, external_number from orders.order where id = $1', [stream]);
      return order ? [addKeys('return', data.return, [...numberKeys('number', `${order.number} ${data.number}`), ...numberKeys('external', order.external_number)])] : [];
    }
  }
}
