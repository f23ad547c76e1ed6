/** The page where a customer pays the simulated Mollie: one button per way a payment can end. */
import { formatMinor } from '../../../kernel/money.ts';
import type { PaymentRow } from './ledger.ts';

export const OUTCOMES = ['pay', 'fail', 'cancel', 'expire'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const isOutcome = (value: unknown): value is Outcome => OUTCOMES.some((outcome) => outcome === value);

const LABELS: Readonly<Record<Outcome, string>> = { pay: 'Pay', fail: 'Fail', cancel: 'Cancel', expire: 'Expire' };
const CHOICES = ['ideal', 'creditcard', 'bancontact', 'paypal', 'klarna'];

/** The checkout as HTML; a payment that is finished says so and offers nothing. */
export function checkoutPage(payment: PaymentRow): string {
  const amount = `${payment.currency} ${formatMinor(payment.amount, payment.currency)}`;
  const chooser = payment.method === null
    ? `<label>Method <select name="method">${CHOICES.map((method) => `<option>${method}</option>`).join('')}</select></label>`
    : `<p>Method: ${escaped(payment.method)}</p>`;
  const form = payment.status === 'open' || payment.status === 'pending'
    ? `<form method="post">${chooser}<p>${OUTCOMES.map((outcome) => `<button name="outcome" value="${outcome}">${LABELS[outcome]}</button>`).join(' ')}</p></form>`
    : `<p>This payment is ${escaped(payment.status)}.</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Checkout ${escaped(payment.id)}</title>`
    + '<style>body{font:18px/1.5 system-ui;max-width:26rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1rem;min-height:44px}</style></head>'
    + `<body><p>Simulated Mollie: no money moves here</p><h1>${escaped(amount)}</h1><p>${escaped(payment.description)}</p>${form}</body></html>`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
