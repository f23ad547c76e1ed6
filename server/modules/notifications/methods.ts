/** Means of payment as customers call them. Pure. */

const NAMES: Readonly<Record<string, string | { nl: string; en: string }>> = {
  ideal: 'iDEAL', bancontact: 'Bancontact', paypal: 'PayPal', klarna: 'Klarna', riverty: 'Riverty', applepay: 'Apple Pay', googlepay: 'Google Pay', sofort: 'SOFORT',
  card: { nl: 'je betaalkaart', en: 'your card' }, creditcard: { nl: 'je creditcard', en: 'your credit card' }, banktransfer: { nl: 'overboeking', en: 'bank transfer' },
  shopifypayments: { nl: 'je betaalkaart', en: 'your card' }, pin: { nl: 'pin', en: 'debit card' }, cash: { nl: 'contant geld', en: 'cash' }, giftcard: { nl: 'cadeaukaart', en: 'gift card' }, invoice: { nl: 'factuur', en: 'invoice' }, directdebit: { nl: 'incasso', en: 'direct debit' },
};

/** The name of a method code such as "ideal", "gift_card" or "mollie_methods_ideal" (as the payment provider's Magento extension calls it) in a language; a code nobody knows is written as it is, without underscores. */
export function methodName(code: string, language: string): string {
  const name = NAMES[code.toLowerCase().replace(/^mollie_methods_/, '').replaceAll(/[^a-z]/g, '')];
  if (name === undefined) return code.replaceAll(/[_-]+/g, ' ').trim() || (language.startsWith('nl') ? 'je betaalmiddel' : 'your means of payment');
  return typeof name === 'string' ? name : name[language.startsWith('nl') ? 'nl' : 'en'];
}
