/** How the simulated Mollie writes its objects: HAL documents as in the response schemas of its OpenAPI document. */
import { formatMinor } from '../../../kernel/money.ts';
import { totalsOf } from './ledger.ts';
import type { CaptureRow, ChargebackRow, Ledger, PaymentRow, RefundRow } from './ledger.ts';
import { isCancellable } from './rules.ts';

const PROFILE = 'pfl_SpilDemo1';
const HAL = 'application/hal+json';
const documentation = { href: 'https://docs.mollie.com/', type: 'text/html' };

export type Embeddable = 'captures' | 'refunds' | 'chargebacks';

/** Writes objects with links at `root`, the address under which the caller reached us. */
export function resourcesAt(ledger: Ledger, root: string) {
  const hal = (path: string): { href: string; type: string } => ({ href: root + path, type: HAL });
  const amountIn = (currency: string) => (minor: number): { currency: string; value: string } => ({ currency, value: formatMinor(minor, currency) });

  const capture = (row: CaptureRow, currency: string): object => ({
    resource: 'capture', id: row.id, mode: 'test', description: row.description, amount: amountIn(currency)(row.amount), status: row.status,
    metadata: JSON.parse(row.metadata) as unknown, paymentId: row.paymentId, createdAt: written(row.createdAt),
    _links: { self: hal(`/v2/payments/${row.paymentId}/captures/${row.id}`), payment: hal(`/v2/payments/${row.paymentId}`), documentation },
  });

  const refund = (row: RefundRow, currency: string): object => ({
    resource: 'refund', id: row.id, mode: 'test', description: row.description, amount: amountIn(currency)(row.amount), status: row.status,
    metadata: JSON.parse(row.metadata) as unknown, paymentId: row.paymentId, createdAt: written(row.createdAt),
    _links: { self: hal(`/v2/payments/${row.paymentId}/refunds/${row.id}`), payment: hal(`/v2/payments/${row.paymentId}`), documentation },
  });

  const chargeback = (row: ChargebackRow, currency: string): object => ({
    resource: 'chargeback', id: row.id, amount: amountIn(currency)(row.amount), settlementAmount: amountIn(currency)(-row.amount), reason: { code: 'AC06', description: 'Account blocked' },
    paymentId: row.paymentId, createdAt: written(row.createdAt), reversedAt: null,
    _links: { self: hal(`/v2/payments/${row.paymentId}/chargebacks/${row.id}`), payment: hal(`/v2/payments/${row.paymentId}`), documentation },
  });

  const listOf = (row: PaymentRow, kind: Embeddable): object[] => {
    switch (kind) {
      case 'captures': return ledger.captures(row.id).map((each) => capture(each, row.currency));
      case 'refunds': return ledger.refunds(row.id).map((each) => refund(each, row.currency));
      case 'chargebacks': return ledger.chargebacks(row.id).map((each) => chargeback(each, row.currency));
      default: return kind satisfies never;
    }
  };

  return {
    capture, refund, chargeback, listOf,

    payment: (row: PaymentRow, embed: readonly Embeddable[] = []): object => {
      const { captured, refunded, chargedBack } = totalsOf(ledger, row);
      const amount = amountIn(row.currency);
      const self = `/v2/payments/${row.id}`;
      const ongoing = row.status === 'open' || row.status === 'pending' || row.status === 'authorized';
      return {
        resource: 'payment', id: row.id, mode: 'test', createdAt: written(row.createdAt), amount: amount(row.amount), description: row.description,
        ...(row.method === null ? {} : { method: row.method }), metadata: JSON.parse(row.metadata) as unknown, status: row.status, profileId: PROFILE, sequenceType: 'oneoff', redirectUrl: row.redirectUrl,
        ...(row.webhookUrl === null ? {} : { webhookUrl: row.webhookUrl }),
        ...(row.captureMode === null ? {} : { captureMode: row.captureMode }),
        ...(ongoing ? { isCancelable: isCancellable(row) } : {}),
        ...(row.captureMode === 'manual' ? { amountCaptured: amount(captured) } : {}),
        ...(captured > 0 ? { amountRefunded: amount(refunded), amountRemaining: amount(captured - refunded) } : {}),
        ...(chargedBack > 0 ? { amountChargedBack: amount(chargedBack) } : {}),
        ...times(row),
        ...(embed.length === 0 ? {} : { _embedded: Object.fromEntries(embed.map((kind) => [kind, listOf(row, kind)])) }),
        _links: {
          self: hal(self),
          dashboard: { href: `${root}/checkout/${row.id}`, type: 'text/html' },
          ...(row.status === 'open' ? { checkout: { href: `${root}/checkout/${row.id}`, type: 'text/html' } } : {}),
          ...(row.captureMode === 'manual' ? { captures: hal(`${self}/captures`) } : {}),
          ...(refunded > 0 ? { refunds: hal(`${self}/refunds`) } : {}),
          ...(chargedBack > 0 ? { chargebacks: hal(`${self}/chargebacks`) } : {}),
          documentation,
        },
      };
    },

    /** One page of a list: at most `limit` objects from the one with id `from` onwards, and the address of the next page. */
    page: (row: PaymentRow, kind: Embeddable, limit: number, from: string | null): object | null => {
      const every = listOf(row, kind) as { id: string }[];
      const start = from === null ? 0 : every.findIndex(({ id }) => id === from);
      if (start === -1) return null;
      const items = every.slice(start, start + limit);
      const next = every[start + limit];
      const path = `/v2/payments/${row.id}/${kind}`;
      return {
        count: items.length,
        _embedded: { [kind]: items },
        _links: { self: hal(path), previous: null, next: next ? hal(`${path}?from=${next.id}&limit=${limit}`) : null, documentation },
      };
    },
  };
}

function times(row: PaymentRow): object {
  const names = ['expiresAt', 'authorizedAt', 'paidAt', 'canceledAt', 'expiredAt', 'failedAt', 'captureBefore'] as const;
  return Object.fromEntries(names.flatMap((name) => {
    const time = row[name];
    return time === null ? [] : [[name, written(time)]];
  }));
}

/** Mollie writes times to the second with an offset. */
const written = (instant: string): string => instant.replace(/\.\d+Z$/, '+00:00');
