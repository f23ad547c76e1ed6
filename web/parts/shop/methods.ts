/** Means of payment by their codes, as people at a counter call them. */
import { defineWords } from '../../shell/language.ts';

export const useMethod = defineWords(
  { ideal: 'iDEAL', card: 'card', creditcard: 'card', cash: 'cash', pin: 'debit card', klarna: 'Klarna', paypal: 'PayPal', bancontact: 'Bancontact', gift_card: 'gift card', giftcard: 'gift card', invoice: 'invoice', banktransfer: 'bank transfer', apple_pay: 'Apple Pay', applepay: 'Apple Pay' },
  { ideal: 'iDEAL', card: 'kaart', creditcard: 'kaart', cash: 'contant', pin: 'pin', klarna: 'Klarna', paypal: 'PayPal', bancontact: 'Bancontact', gift_card: 'cadeaukaart', giftcard: 'cadeaukaart', invoice: 'factuur', banktransfer: 'overschrijving', apple_pay: 'Apple Pay', applepay: 'Apple Pay' },
);
