/** The relay: follows the journal and makes a job of every event that asks something of the outside world, keyed by what it asks for. */
import type { NewJob } from '../kernel/jobs.ts';
import { follower } from '../modules/books/index.ts';
import type { FeedEvent, Follower } from '../modules/books/index.ts';
import type { PaymentEvents } from '../modules/payments/index.ts';
import type { ShippingEvents } from '../modules/shipping/index.ts';
import type { QUEUES, WorkDeps } from './deps.ts';

const TYPES = ['CaptureRequested', 'RefundRequested', 'AuthorisationReleased', 'ParcelPacked'] as const;

/** The job of an event. Its id is that of the intent or the parcel, which one event alone makes: an event that comes again makes no second job. */
export function jobOf({ event }: Pick<FeedEvent, 'event'>): { queue: keyof typeof QUEUES; job: NewJob } | null {
  switch (event.type as (typeof TYPES)[number]) {
    case 'CaptureRequested': case 'RefundRequested': case 'AuthorisationReleased': {
      const { intent, payment } = event.data as PaymentEvents['CaptureRequested'];
      return { queue: 'money', job: { id: intent, key: payment, data: { intent } } };
    }
    case 'ParcelPacked': {
      const { parcel } = event.data as ShippingEvents['ParcelPacked'];
      return { queue: 'label', job: { id: parcel, data: { parcel } } };
    }
    default: return null;
  }
}

export function relay({ database, clock, jobs, log }: WorkDeps): Follower {
  return follower({
    database, clock, name: 'work.relay', types: TYPES, log,
    handle: async (event) => {
      const made = jobOf(event);
      if (made) await jobs.send(made.queue, [made.job]);
    },
  });
}
