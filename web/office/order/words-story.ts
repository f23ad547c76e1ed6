/** The words of an order's story: scans, messages, reasons, and its parts. */
import { defineWords } from '../../shell/language.ts';

export const useScanWords = defineWords(
  { scan_announced: 'Announced', scan_accepted: 'Taken in by the carrier', scan_sorted: 'Sorted', scan_out_for_delivery: 'Out for delivery', scan_delivered: 'Delivered', scan_delivered_neighbour: 'Delivered at the neighbours', scan_at_pickup_point: 'At the pickup point', scan_collected: 'Collected', scan_attempted: 'Nobody was at home', scan_returning: 'On the way back', scan_returned: 'Came back', scan_lost: 'Lost', scan_other: 'Other news' },
  { scan_announced: 'Aangemeld', scan_accepted: 'Ontvangen door de vervoerder', scan_sorted: 'Gesorteerd', scan_out_for_delivery: 'In bezorging', scan_delivered: 'Bezorgd', scan_delivered_neighbour: 'Bezorgd bij de buren', scan_at_pickup_point: 'Bij het afhaalpunt', scan_collected: 'Afgehaald', scan_attempted: 'Er was niemand thuis', scan_returning: 'Op de terugweg', scan_returned: 'Teruggekomen', scan_lost: 'Verloren', scan_other: 'Ander nieuws' },
);

export const useMessageKind = defineWords(
  { order_received: 'order received', parcel_shipped: 'your parcel is on its way', pickup_on_its_way: 'your order is on its way to the store', pickup_ready: 'ready for pickup', pickup_reminder: 'reminder to collect', pickup_extended: 'it waits longer', lines_cancelled: 'part of it cancelled', order_cancelled: 'order cancelled', refund_done: 'money refunded', promise_changed: 'a new time', customer_link: 'link to the order' },
  { order_received: 'bestelling ontvangen', parcel_shipped: 'uw pakket is onderweg', pickup_on_its_way: 'uw bestelling is onderweg naar de winkel', pickup_ready: 'klaar om af te halen', pickup_reminder: 'herinnering om af te halen', pickup_extended: 'hij wacht langer', lines_cancelled: 'deels geannuleerd', order_cancelled: 'bestelling geannuleerd', refund_done: 'geld terugbetaald', promise_changed: 'een nieuw tijdstip', customer_link: 'link naar de bestelling' },
);

/** Reasons that Spil gives itself, of cancellations, money and problems; what people wrote stays as they wrote it. */
export const useStoryReason = defineWords(
  { customer: 'the customer asked for it', nowhere_in_stock: 'nowhere in stock', fraud: 'fraud', payment: 'not paid', channel: 'by the sales channel', mistake: 'a mistake', not_collected: 'not collected', late: 'too late', damaged: 'damaged', wrong_item: 'the wrong product', missing_item: 'something was missing', price_difference: 'difference in price', service: 'service', other: 'another reason', not_found: 'not found', incomplete: 'no complete pair', display_model: 'display model', no_time: 'no time', released: '', settled: '', goodwill: 'goodwill', returned: 'return', changed: '', operator: '', cancelled: 'cancelled', lines_added: 'products added', exchanged: 'exchange', collected: 'collected', stock_available: '' },
  { customer: 'op verzoek van de klant', nowhere_in_stock: 'nergens op voorraad', fraud: 'fraude', payment: 'niet betaald', channel: 'door het verkoopkanaal', mistake: 'een vergissing', not_collected: 'niet afgehaald', late: 'te laat', damaged: 'beschadigd', wrong_item: 'het verkeerde product', missing_item: 'er ontbrak iets', price_difference: 'prijsverschil', service: 'service', other: 'een andere reden', not_found: 'niet gevonden', incomplete: 'geen compleet paar', display_model: 'toonmodel', no_time: 'geen tijd', released: '', settled: '', goodwill: 'tegemoetkoming', returned: 'retour', changed: '', operator: '', cancelled: 'geannuleerd', lines_added: 'producten toegevoegd', exchanged: 'ruiling', collected: 'afgehaald', stock_available: '' },
);

export const useTimelineWords = defineWords({
  title: 'What happened', all: 'Everything', filter: 'Show', empty: 'Nothing of this kind has happened yet.', more: 'Show more', note: 'Write a note', notePlaceholder: 'What should colleagues know?', post: 'Add note', why: 'Why?', resend: 'Send again', resent: 'The message is sent again', read: 'Read', again: 'again', system: 'Spil', by: 'by',
  kinds: { order: 'Order', decision: 'Decisions', work: 'Work', parcel: 'Parcels', scan: 'Carrier', money: 'Money', message: 'Messages', return: 'Returns', note: 'Notes', hold: 'Holds', call: 'Calls to others', task: 'Tasks' },
}, {
  title: 'Wat er gebeurde', all: 'Alles', filter: 'Toon', empty: 'Hiervan is nog niets gebeurd.', more: 'Meer tonen', note: 'Schrijf een notitie', notePlaceholder: 'Wat moeten collega’s weten?', post: 'Notitie plaatsen', why: 'Waarom?', resend: 'Opnieuw versturen', resent: 'Het bericht wordt opnieuw verstuurd', read: 'Lezen', again: 'opnieuw', system: 'Spil', by: 'door',
  kinds: { order: 'Bestelling', decision: 'Beslissingen', work: 'Werk', parcel: 'Pakketten', scan: 'Vervoerder', money: 'Geld', message: 'Berichten', return: 'Retouren', note: 'Notities', hold: 'Vasthouden', call: 'Vragen aan anderen', task: 'Taken' },
});
