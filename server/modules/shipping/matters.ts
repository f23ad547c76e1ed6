/** Parcels that did not simply arrive: refused, not collected, lost, damaged, on their way back; and whether somebody must decide about them. */
import { table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold } from '../books/index.ts';
import type { JournalEvent, Projection, Slice } from '../books/index.ts';
import type { ReturningReason } from './parcel-policy.ts';
import type { ShippingEvents } from './types.ts';

/** `taken_along`: the carrier has it though it was opened and something in it cancelled; `delivered_after_all`: it came to the customer after the money had gone back, or another had been sent. */
export type MatterKind = ReturningReason | 'lost' | 'delivered_after_all' | 'taken_along';

export interface Matter {
  kind: MatterKind;
  /** `claimed`: the carrier was asked to pay, and has not answered. */
  state: 'open' | 'claimed' | 'done';
  /** Whether a person must decide. */
  ask: boolean;
  since: Instant;
  /** Reference of the claim at the carrier. */
  claim: string | null;
  /** The customer owes nothing for it any more: the money went back, or it was sent again. */
  credited: boolean;
}

/** By parcel; only those of which something is or was the matter. */
export const mattersSlice: Slice<Map<Uuid, Matter>> = {
  name: 'matters',
  initial: () => new Map(),
  evolve: (matters, event: JournalEvent) => {
    const { parcel } = event.data as { parcel?: Uuid | null };
    if (parcel == null) return matters;
    const before = matters.get(parcel);
    const open = (kind: MatterKind, ask: boolean): void => { matters.set(parcel, { kind, state: 'open', ask, since: event.occurredAt, claim: before?.claim ?? null, credited: before?.credited ?? false }); };
    const change = (part: Partial<Matter>): void => { if (before) matters.set(parcel, { ...before, ...part }); };
    switch (event.type) {
      case 'ParcelReturning': {
        const { reason = 'returning', ask = false } = event.data as ShippingEvents['ParcelReturning'];
        open(reason, ask && before?.credited !== true);
        break;
      }
      case 'ParcelLost': open('lost', (event.data as ShippingEvents['ParcelLost']).ask === true && before?.credited !== true); break;
      case 'ParcelDamaged': open('damaged', (event.data as ShippingEvents['ParcelDamaged']).ask); break;
      case 'ParcelDelivered':
        if (before?.credited === true) open('delivered_after_all', true);
        else change({ state: 'done' });
        break;
      case 'ParcelTakenAlong': open('taken_along', true); break;
      case 'ParcelFound': case 'ParcelMatterClosed': case 'ItemsReturned': change({ state: 'done' }); break;
      case 'ParcelClaimed': change({ state: before?.state === 'done' ? 'done' : 'claimed', claim: (event.data as ShippingEvents['ParcelClaimed']).reference }); break;
      case 'ItemsCredited':
        if ((event.data as { lines: unknown[] }).lines.length > 0) matters.set(parcel, { kind: 'returning', ask: false, since: event.occurredAt, claim: null, ...before, state: 'done', credited: true });
        break;
    }
    return matters;
  },
};

const MATTER = table('shipping.matter', 'parcel_id');

export const matterProjection: Projection = {
  stream: 'order', name: 'shipping.matter', version: 1, tables: ['shipping.matter'],
  settle: (change, stream) => {
    for (const [parcel, { kind, state, ask, since, claim }] of fold(stream, mattersSlice)) change.put(MATTER, { parcel_id: parcel, order_id: stream.id, kind, state, ask, since, claim });
  },
};
