/** The words of an order's page. */
import { defineWords, plural } from '../../shell/language.ts';

export const useWords = defineWords({
  order: (number: string) => `Order ${number}`, notFound: 'There is no such order', onHold: 'On hold', test: 'Test order', placed: 'placed', promised: 'promised by', customer: 'Customer', unknownCustomer: 'Customer not known', tags: 'Tags', editTags: 'Change tags',
  actions: { add: 'Add a product', cancel: 'Cancel', refund: 'Give money back', return: 'Take a return', hold: 'Hold', more: 'More' },
  held: (reason: string) => `On hold: ${reason}`, heldFor: (team: string) => `for ${team}`, release: 'Release', since: 'since',
  lines: 'Products', stages: 'Where its units are', pieces: (n: number) => plural(n, 'piece', 'pieces'), each: 'each', quantity: 'Change quantity', at: 'in', unitsOf: (name: string) => `Units of ${name}`, waitsUntil: (day: string) => `Waits until ${day}`, waitsFor: (n: number) => `${plural(n, 'piece comes', 'pieces come')} with`, waitsArrives: (at: string) => `with the customer by ${at}`, waitsReady: (at: string) => `ready for pickup ${at}`,
  parts: { todo: 'To do', picked: 'Picked', packed: 'Packed', transfer: 'Between locations', ready: 'Ready for pickup', way: 'On its way', delivered: 'Delivered', returned: 'Returned', lost: 'Lost', cancelled: 'Cancelled' },
  kinds: { service: 'Service', digital: 'Digital', gift_card: 'Gift card', deposit: 'Deposit' },
  deliveries: 'Deliveries', delivery: (n: number) => `Delivery ${n}`, to: 'To', addressUnknown: 'No address is known', addressHidden: 'The address is not shown to this account', changeAddress: 'Change address', changeDelivery: 'Send elsewhere', promise: 'Promised', promiseFirst: (day: string) => `at first ${day}`, noPromise: 'Nothing was promised',
  dialogue: { submitted: 'Given, no answer yet', accepted: 'Taken up there', rejected: 'Rejected', cancellation_requested: 'Asked to stop', cancellation_accepted: 'Stopped', cancellation_rejected: 'Could not be stopped' }, asked: (n: number) => `${n === 1 ? 'One piece was' : `${n} pieces were`} asked to be stopped. They stay, with their money, until the warehouse answers.`, notStopped: 'It could not be stopped and will be delivered. The customer can send it back.', expected: (at: string) => `sends it ${at}`,
  work: 'Work', workAt: (number: string, location: string) => `${number}, ${location}`, noWork: 'Nobody has this yet. It waits for stock, or for a hold to be released.', why: 'Why here?', move: 'Move', moved: (to: string) => `Moved to ${to}`, from: 'taken from', goesTo: (location: string) => `to ${location}`, dueAt: 'leaves', readyAt: 'to be ready by',
  states: { assigned: 'To pick', picking: 'Picking', picked: 'To pack', packed: 'To hand over', in_transfer: 'Between locations', ready: 'Ready for pickup', done: 'Done', moved: 'Moved', cancelled: 'Cancelled' },
  parcel: (number: string) => `Parcel ${number}`, track: 'Follow the parcel', noBarcode: 'No number yet', scansOf: 'What the carrier said',
  money: 'Money', goods: 'Products', discount: 'Discount', vat: (rate: string) => `of which VAT ${rate}`, vatOnTop: (rate: string) => `VAT ${rate}`, total: 'Total sold', takenOff: 'Cancelled or returned', due: 'To pay', paid: 'Paid', balance: 'Balance', settled: 'Settled', owes: 'Customer still owes', toCome: 'Received when it leaves', owed: 'Customer gets back', payments: 'Payments', noPayments: 'No payment is known.',
  authorised: 'Authorised', captured: 'Received', capturePending: 'being received', refunded: 'Refunded', refundPending: 'being refunded', chargedBack: 'Charged back', released: 'Released', left: 'still reserved', refresh: 'Ask the operator', refreshed: 'Nothing new', news: 'There was news; it is booked', expires: 'expires', pending: 'On its way', failed: 'failed', charge: { goodwill: 'Goodwill', shipping: 'Shipping', fee: 'Fee', surcharge: 'Surcharge', tip: 'Tip', adjustment: 'Adjustment', rounding: 'Rounding' },
  intents: { capture: 'Receive', refund: 'Refund', release: 'Release' }, waitingRequest: (amount: string) => `A refund of ${amount} waits for finance.`,
  copied: 'Copied', copy: (what: string) => `Copy ${what}`, mail: 'E-mail', phone: 'Telephone', buyer: 'Ordered by', opening: 'In Spil since',
}, {
  order: (number) => `Bestelling ${number}`, notFound: 'Deze bestelling is er niet', onHold: 'Vastgehouden', test: 'Testbestelling', placed: 'geplaatst', promised: 'beloofd uiterlijk', customer: 'Klant', unknownCustomer: 'Klant niet bekend', tags: 'Labels', editTags: 'Labels wijzigen',
  actions: { add: 'Product toevoegen', cancel: 'Annuleren', refund: 'Geld teruggeven', return: 'Retour innemen', hold: 'Vasthouden', more: 'Meer' },
  held: (reason) => `Vastgehouden: ${reason}`, heldFor: (team) => `voor ${team}`, release: 'Vrijgeven', since: 'sinds',
  lines: 'Producten', stages: 'Waar de stuks zijn', pieces: (n) => plural(n, 'stuk', 'stuks'), each: 'per stuk', quantity: 'Aantal wijzigen', at: 'in', unitsOf: (name) => `Stuks van ${name}`, waitsUntil: (day) => `Wacht tot ${day}`, waitsFor: (n) => `${plural(n, 'stuk komt', 'stuks komen')} met`, waitsArrives: (at) => `uiterlijk ${at} bij de klant`, waitsReady: (at) => `klaar om af te halen ${at}`,
  parts: { todo: 'Te doen', picked: 'Verzameld', packed: 'Ingepakt', transfer: 'Tussen locaties', ready: 'Klaar om af te halen', way: 'Onderweg', delivered: 'Bezorgd', returned: 'Retour', lost: 'Verloren', cancelled: 'Geannuleerd' },
  kinds: { service: 'Dienst', digital: 'Digitaal', gift_card: 'Cadeaukaart', deposit: 'Statiegeld' },
  deliveries: 'Leveringen', delivery: (n) => `Levering ${n}`, to: 'Naar', addressUnknown: 'Er is geen adres bekend', addressHidden: 'Dit account ziet het adres niet', changeAddress: 'Adres wijzigen', changeDelivery: 'Ergens anders heen', promise: 'Beloofd', promiseFirst: (day) => `eerst ${day}`, noPromise: 'Er is niets beloofd',
  dialogue: { submitted: 'Gegeven, nog geen antwoord', accepted: 'Daar opgepakt', rejected: 'Geweigerd', cancellation_requested: 'Gevraagd te stoppen', cancellation_accepted: 'Tegengehouden', cancellation_rejected: 'Niet tegen te houden' }, asked: (n) => `Gevraagd ${n === 1 ? 'één stuk' : `${n} stuks`} tegen te houden. Ze blijven staan, met hun geld, tot het magazijn antwoordt.`, notStopped: 'Het kon niet worden tegengehouden en wordt bezorgd. De klant kan het terugsturen.', expected: (at) => `verstuurt het ${at}`,
  work: 'Opdrachten', workAt: (number, location) => `${number}, ${location}`, noWork: 'Nog niemand heeft dit. Het wacht op voorraad, of tot het wordt vrijgegeven.', why: 'Waarom hier?', move: 'Verplaatsen', moved: (to) => `Verplaatst naar ${to}`, from: 'overgenomen van', goesTo: (location) => `naar ${location}`, dueAt: 'vertrekt', readyAt: 'klaar vóór',
  states: { assigned: 'Te verzamelen', picking: 'Wordt verzameld', picked: 'In te pakken', packed: 'Over te dragen', in_transfer: 'Tussen locaties', ready: 'Klaar om af te halen', done: 'Klaar', moved: 'Verplaatst', cancelled: 'Geannuleerd' },
  parcel: (number) => `Pakket ${number}`, track: 'Pakket volgen', noBarcode: 'Nog geen nummer', scansOf: 'Wat de vervoerder meldde',
  money: 'Geld', goods: 'Producten', discount: 'Korting', vat: (rate) => `waarvan btw ${rate}`, vatOnTop: (rate) => `Btw ${rate}`, total: 'Totaal verkocht', takenOff: 'Geannuleerd of retour', due: 'Te betalen', paid: 'Betaald', balance: 'Saldo', settled: 'Klopt', owes: 'Klant moet nog betalen', toCome: 'Wordt geïnd bij vertrek', owed: 'Klant krijgt terug', payments: 'Betalingen', noPayments: 'Er is geen betaling bekend.',
  authorised: 'Gereserveerd', captured: 'Ontvangen', capturePending: 'wordt geïnd', refunded: 'Terugbetaald', refundPending: 'wordt terugbetaald', chargedBack: 'Teruggevorderd', released: 'Vrijgegeven', left: 'nog gereserveerd', refresh: 'Vraag de betaaldienst', refreshed: 'Niets nieuws', news: 'Er was nieuws; het is geboekt', expires: 'verloopt', pending: 'Onderweg', failed: 'mislukt', charge: { goodwill: 'Tegemoetkoming', shipping: 'Verzending', fee: 'Kosten', surcharge: 'Toeslag', tip: 'Fooi', adjustment: 'Correctie', rounding: 'Afronding' },
  intents: { capture: 'Innen', refund: 'Terugbetaling', release: 'Vrijgave' }, waitingRequest: (amount) => `Een terugbetaling van ${amount} wacht op de administratie.`,
  copied: 'Gekopieerd', copy: (what) => `${what} kopiëren`, mail: 'E-mail', phone: 'Telefoon', buyer: 'Besteld door', opening: 'In Spil sinds',
});

/** Reasons of holds: Spil's own, and the usual ones that people choose. */
export const useHoldReason = defineWords(
  { address: 'Address to check', address_missing: 'The address is missing', payment_pending: 'Payment is awaited', unknown_sku: 'A product is not known', unknown_location: 'The store is not known', fraud: 'Fraud check', customer: 'The customer asked for it', stock: 'Stock to check', price: 'Price to check', other: 'Another reason', manual: 'Another reason' },
  { address: 'Adres nakijken', address_missing: 'Het adres ontbreekt', payment_pending: 'Betaling wordt verwacht', unknown_sku: 'Een product is niet bekend', unknown_location: 'De winkel is niet bekend', fraud: 'Fraudecontrole', customer: 'Op verzoek van de klant', stock: 'Voorraad nakijken', price: 'Prijs nakijken', other: 'Een andere reden', manual: 'Een andere reden' },
);

/** Means of payment as people call them; a name of its own stays as it is. */
export const usePaymentMethod = defineWords(
  { ideal: 'iDEAL', card: 'Card', creditcard: 'Card', klarna: 'Klarna', paypal: 'PayPal', bancontact: 'Bancontact', cash: 'Cash', pin: 'Debit card', gift_card: 'Gift card', giftcard: 'Gift card', invoice: 'Invoice', banktransfer: 'Bank transfer', apple_pay: 'Apple Pay', applepay: 'Apple Pay', voucher: 'Voucher', channel: 'Through the channel', marketplace: 'Through the marketplace', bol: 'bol', till: 'Till' },
  { ideal: 'iDEAL', card: 'Kaart', creditcard: 'Kaart', klarna: 'Klarna', paypal: 'PayPal', bancontact: 'Bancontact', cash: 'Contant', pin: 'Pin', gift_card: 'Cadeaukaart', giftcard: 'Cadeaukaart', invoice: 'Factuur', banktransfer: 'Overschrijving', apple_pay: 'Apple Pay', applepay: 'Apple Pay', voucher: 'Tegoedbon', channel: 'Via het kanaal', marketplace: 'Via de marktplaats', bol: 'bol', till: 'Kassa' },
);

/** Through whom a payment's money moves; an outside operator goes by its own name. */
export const useOperator = defineWords(
  { channel: 'Through the channel', till: 'Till', invoice: 'Invoice', gift_card: 'Gift card', manual: 'By hand', mollie: 'Mollie', adyen: 'Adyen', stripe: 'Stripe', bol: 'bol' },
  { channel: 'Via het kanaal', till: 'Kassa', invoice: 'Factuur', gift_card: 'Cadeaukaart', manual: 'Met de hand', mollie: 'Mollie', adyen: 'Adyen', stripe: 'Stripe', bol: 'bol' },
);
