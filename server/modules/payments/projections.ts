/** The work list of money: each intent and how it went, written with the event. */
import { table } from '../../kernel/change.ts';
import type { Projection } from '../books/index.ts';
import type { PaymentEvents } from './types.ts';

const INTENT = table('payments.intent', 'id');

export const paymentProjection: Projection = {
  stream: 'order', name: 'payments.intent', version: 1, tables: ['payments.intent'],
  apply: (change, stream, event) => {
    switch (event.type) {
      case 'CaptureRequested': case 'RefundRequested': case 'AuthorisationReleased': {
        const { intent, payment, amount } = event.data as PaymentEvents['CaptureRequested'];
        const kind = event.type === 'CaptureRequested' ? 'capture' : event.type === 'RefundRequested' ? 'refund' : 'release';
        change.insert(INTENT, { id: intent, order_id: stream.id, payment_id: payment, kind, amount, status: 'pending', attempts: 0, requested_at: event.recordedAt });
        return;
      }
      case 'PaymentCaptured': case 'PaymentRefunded': {
        const { intent } = event.data as PaymentEvents['PaymentRefunded'];
        if (intent !== null) change.patch(INTENT, { id: intent, status: 'done', settled_at: event.recordedAt });
        return;
      }
      case 'CaptureFailed': case 'RefundFailed': {
        const { intent, reason } = event.data as PaymentEvents['CaptureFailed'];
        change.patch(INTENT, { id: intent, status: 'failed', reason, settled_at: event.recordedAt });
      }
    }
  },
};
