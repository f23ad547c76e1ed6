/** The events of money and the state of the intents behind them. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';
import type { JournalEvent, Slice } from '../books/index.ts';
import type { PaymentCapabilities } from './ports.ts';

export type CaptureMode = PaymentCapabilities['capture'];

export interface PaymentEvents {
  PaymentAuthorised: { payment: Uuid; operator: string; ref: string; method: string; amount: Minor; capture: CaptureMode; expiresAt: Instant | null };
  /** A payment was started with the operator; nothing is paid of it yet. */
  PaymentOpened: { payment: Uuid; operator: string; ref: string; method: string; amount: Minor };
  /** Money that came in: at once, or asked for by the intent. */
  PaymentCaptured: { payment: Uuid; operator: string; ref: string; method: string; amount: Minor; capture: CaptureMode; intent: Uuid | null };
  CaptureRequested: { intent: Uuid; payment: Uuid; operator: string; amount: Minor };
  CaptureFailed: { intent: Uuid; payment: Uuid; amount: Minor; reason: string };
  RefundRequested: { intent: Uuid; payment: Uuid; operator: string; amount: Minor; reason: string };
  PaymentRefunded: { intent: Uuid | null; payment: Uuid; amount: Minor; ref: string | null };
  RefundFailed: { intent: Uuid; payment: Uuid; amount: Minor; reason: string };
  AuthorisationReleased: { intent: Uuid; payment: Uuid; operator: string; amount: Minor };
  /** The operator says that what was authorised has lapsed. */
  AuthorisationExpired: { payment: Uuid; amount: Minor };
  PaymentChargedBack: { payment: Uuid; amount: Minor };
}

/** What the method of a payment is called until the customer has chosen one on the operator's page. */
export const NOT_CHOSEN = 'online';

export const PAYMENT_EVENTS = ['PaymentOpened', 'PaymentAuthorised', 'PaymentCaptured', 'CaptureRequested', 'CaptureFailed', 'RefundRequested', 'PaymentRefunded', 'RefundFailed', 'AuthorisationReleased', 'AuthorisationExpired', 'PaymentChargedBack'] as const satisfies readonly (keyof PaymentEvents)[];

export interface Intent { intent: Uuid; kind: 'capture' | 'refund' | 'release'; payment: Uuid; amount: Minor; state: 'pending' | 'done' | 'failed'; reason: string | null }

export interface Intents {
  capture: Map<Uuid, CaptureMode>;
  intents: Map<Uuid, Intent>;
}

export const paymentsSlice: Slice<Intents> = {
  name: 'payments',
  initial: () => ({ capture: new Map(), intents: new Map() }),
  evolve: (state, event: JournalEvent) => {
    const settle = (intent: Uuid | null, to: Intent['state'], reason: string | null = null): void => {
      const before = intent === null ? undefined : state.intents.get(intent);
      if (before) state.intents.set(before.intent, { ...before, state: to, reason });
    };
    switch (event.type) {
      case 'PaymentAuthorised': {
        const { payment, capture } = event.data as PaymentEvents['PaymentAuthorised'];
        state.capture.set(payment, capture);
        break;
      }
      case 'PaymentCaptured': {
        const { payment, capture, intent } = event.data as PaymentEvents['PaymentCaptured'];
        if (!state.capture.has(payment)) state.capture.set(payment, capture);
        settle(intent, 'done');
        break;
      }
      case 'CaptureRequested': case 'RefundRequested': case 'AuthorisationReleased': {
        const { intent, payment, amount } = event.data as PaymentEvents['CaptureRequested'];
        const kind = event.type === 'CaptureRequested' ? 'capture' : event.type === 'RefundRequested' ? 'refund' : 'release';
        state.intents.set(intent, { intent, kind, payment, amount, state: kind === 'release' ? 'done' : 'pending', reason: null });
        break;
      }
      case 'PaymentRefunded': settle((event.data as PaymentEvents['PaymentRefunded']).intent, 'done'); break;
      case 'CaptureFailed': case 'RefundFailed': {
        const { intent, reason } = event.data as PaymentEvents['CaptureFailed'];
        settle(intent, 'failed', reason);
        break;
      }
    }
    return state;
  },
};
