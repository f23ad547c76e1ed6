/** The company page in Dutch and English: labels, statuses, and each event as a sentence a stranger understands. Pure. */
import { exponentOf, formatMinor } from '../kernel/money.ts';
import type { CompanyEvent } from './company-data.ts';
import type { PageLanguage } from './html.ts';

type Both = readonly [nl: string, en: string];
export const say = ([nl, en]: Both, language: PageLanguage): string => (language === 'nl' ? nl : en);

/** An amount without the digits behind the point being touched by a fraction, e.g. "€ 59,95". */
export function money(amount: number, currency: string, language: PageLanguage): string {
  const digits = exponentOf(currency);
  return new Intl.NumberFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(formatMinor(amount, currency) as Intl.StringNumericLiteral);
}
export const count = (value: number, language: PageLanguage): string => new Intl.NumberFormat(language === 'nl' ? 'nl-NL' : 'en-GB').format(value);

/** The time of day where the company is. */
export const clockTime = (at: string, language: PageLanguage, zone: string): string => new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date(at));

export const STATUS: Readonly<Record<string, Both>> = {
  open: ['nieuw', 'new'], waiting: ['wacht op voorraad', 'waiting for stock'], in_progress: ['in behandeling', 'in progress'], ready: ['klaar om af te halen', 'ready for pickup'], partly_shipped: ['deels onderweg', 'partly under way'],
  shipped: ['onderweg', 'under way'], complete: ['afgerond', 'complete'], returned: ['retour', 'returned'], cancelled: ['geannuleerd', 'cancelled'], on_hold: ['vastgehouden', 'on hold'],
  assigned: ['nieuw', 'new'], picking: ['wordt verzameld', 'being picked'], picked: ['verzameld', 'picked'], packed: ['ingepakt', 'packed'], in_transfer: ['naar de winkel', 'to the store'], arrived: ['aangekomen', 'arrived'], done: ['klaar', 'done'],
  at_pickup_point: ['op het afhaalpunt', 'at the pickup point'], returning: ['komt terug', 'coming back'], delivered: ['bezorgd', 'delivered'], lost: ['zoek', 'lost'],
};
export const statusText = (status: string, language: PageLanguage): string => say(STATUS[status] ?? [status, status], language);

const pieces = (n: number, language: PageLanguage): string => `${n} ${say(n === 1 ? ['stuk', 'piece'] : ['stuks', 'pieces'], language)}`;

interface Data { [key: string]: unknown; lines?: { quantity: number }[]; location?: string; amount?: number; units?: number }
const total = (data: Data): number => (data.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0);

/** What kind of thing happened, for the colour of its mark. */
export type Tone = 'order' | 'work' | 'way' | 'money' | 'trouble' | 'stock';

const SHORT_REASONS: Readonly<Record<string, Both>> = { damaged: ['beschadigd', 'damaged'], not_found: ['niet gevonden', 'not found'], incomplete: ['geen compleet paar', 'incomplete pair'], display_model: ['toonmodel', 'display model'], no_time: ['geen tijd', 'no time'] };

/** What happened in a few words where there is nothing to fill in. */
const PLAIN: Readonly<Record<string, { tone: Tone; nl: string; en: string }>> = {
  ReceiptAsked: { tone: 'order', nl: 'Bon per mail gevraagd', en: 'Receipt by mail asked' }, ProductNamed: { tone: 'stock', nl: 'Gezegd welk product het was', en: 'Said which product it was' },
  AuthorisationExpired: { tone: 'money', nl: 'Een reservering van geld is vervallen', en: 'A reservation of money has lapsed' }, PaymentChargedBack: { tone: 'trouble', nl: 'De bank heeft een betaling teruggehaald', en: 'The bank took a payment back' },
  ReservationBroken: { tone: 'trouble', nl: 'Wat beloofd was bleek er niet te zijn; er wordt elders gezocht', en: 'What was promised turned out not to be there; others are asked' }, LinesAdded: { tone: 'order', nl: 'Er is iets aan de bestelling toegevoegd', en: 'Something was added to the order' },
  AddressChanged: { tone: 'order', nl: 'Het adres is gewijzigd', en: 'The address was changed' }, CollectionMissed: { tone: 'trouble', nl: 'Iets was niet klaar of niet meegegeven toen de vervoerder kwam', en: 'Something was not ready, or not handed over, when the carrier came' }, PaymentAsked: { tone: 'money', nl: 'De klant wordt om een bijbetaling gevraagd', en: 'The customer is asked to pay more' }, PaymentOpened: { tone: 'money', nl: 'De klant gaat betalen', en: 'The customer goes to pay' }, PaymentLapsed: { tone: 'money', nl: 'De bijbetaling kwam niet op tijd', en: 'What was asked was not paid in time' }, DeliveryAdded: { tone: 'order', nl: 'Er is een levering bij gekomen', en: 'A delivery was added' }, DeliverySplit: { tone: 'order', nl: 'Wat nog niet weg was gaat apart verder', en: 'What had not left goes on by itself' }, DeliveryChanged: { tone: 'order', nl: 'De klant koos een andere bestemming', en: 'The customer chose another destination' }, PickupReminded: { tone: 'way', nl: 'De klant is herinnerd aan het afhalen', en: 'The customer was reminded to collect' }, ItemsLoaded: { tone: 'way', nl: 'Voor een bestelling in een krat gelegd', en: 'Put into a tote for an order' }, LoadOverdue: { tone: 'trouble', nl: 'Een krat is niet aangekomen toen hij verwacht werd', en: 'A tote did not arrive when it was expected' }, LoadFilled: { tone: 'way', nl: 'Aanvulling voor een andere winkel in een krat gelegd', en: 'Goods for another store’s shelves put into a tote' }, PickupExtended: { tone: 'way', nl: 'De afhaalorder wacht langer', en: 'The pickup waits longer' }, OrderTagged: { tone: 'order', nl: 'De bestelling kreeg een label', en: 'The order was tagged' }, NoteAdded: { tone: 'order', nl: 'Er is een notitie bij geschreven', en: 'A note was written' },
};

function plainly(type: string, language: PageLanguage): { text: string; tone: Tone } {
  const plain = PLAIN[type];
  if (plain) return { tone: plain.tone, text: say([plain.nl, plain.en], language) };
  const words = type.replaceAll(/([A-Z])/g, ' $1').trim().toLowerCase();
  return { tone: 'order', text: words.charAt(0).toUpperCase() + words.slice(1) };
}

/** An event as a sentence, and its tone. `name` gives a location's name; `currency` the order's. */
export function sentence({ event }: Pick<CompanyEvent, 'event'>, language: PageLanguage, name: (code: string) => string, currency: string): { text: string; tone: Tone } {
  const data = event.data as Data;
  const at = name(typeof data.location === 'string' ? data.location : typeof data['origin'] === 'string' ? data['origin'] : '');
  const n = pieces(total(data), language);
  const text = (key: string): string => (typeof data[key] === 'string' ? data[key] : '');
  const amount = (): string => money(data.amount ?? 0, currency, language);
  const told = (tone: Tone, nl: string, en: string): { text: string; tone: Tone } => ({ tone, text: say([nl, en], language) });
  switch (event.type) {
    case 'OrderPlaced': return told('order', `Nieuwe bestelling via ${text('channel')}: ${n}`, `New order from ${text('channel')}: ${n}`);
    case 'FulfilmentAssigned': {
      const to = name(text('destination'));
      if (text('kind') === 'transfer') return told('work', `${at} brengt ${n} naar ${to}`, `${at} brings ${n} to ${to}`);
      return text('kind') === 'pickup' ? told('work', `${at} legt ${n} klaar om af te halen`, `${at} sets ${n} aside for pickup`) : told('work', `${at} verstuurt ${n}`, `${at} ships ${n}`);
    }
    // Who took it is in the event; names of staff are nobody else's business.
    case 'FulfilmentAccepted': return told('work', 'Het werk is opgepakt', 'The work is taken up');
    case 'ItemsPicked': return told('work', `${at} heeft ${n} verzameld`, `${at} picked ${n}`);
    case 'ItemsShorted': {
      const reason = say(SHORT_REASONS[text('reason')] ?? [text('reason'), text('reason')], language);
      const missing = pieces(typeof data['quantity'] === 'number' ? data['quantity'] : 1, language);
      return told('trouble', `${at} kan ${missing} niet leveren: ${reason}`, `${at} cannot deliver ${missing}: ${reason}`);
    }
    case 'ItemsPutBack': return told('stock', `${at} legt ${n} terug`, `${at} put ${n} back`);
    case 'ItemsCancelled': return text('reason') === 'nowhere_in_stock' ? told('trouble', `${n} nergens op voorraad, geannuleerd`, `${n} nowhere in stock, cancelled`) : told('trouble', `${n} geannuleerd`, `${n} cancelled`);
    case 'ItemsWaiting': return told('trouble', `${n} wacht op voorraad`, `${n} wait for stock`);
    case 'SupplyOverdue': case 'ExpectedDateMoved': return told('trouble', 'Een nalevering komt op een andere dag, klant bericht', 'A backorder comes on another day, customer told');
    case 'ParcelPacked': return told('work', `${at} heeft pakket ${text('number')} ingepakt`, `${at} packed parcel ${text('number')}`);
    case 'ParcelUnpacked': return told('work', 'Pakket weer uitgepakt', 'Parcel unpacked again');
    case 'LabelIssued': return told('way', `Label ${text('barcode')} geprint`, `Label ${text('barcode')} printed`);
    case 'LabelFailed': return told('trouble', 'De vervoerder gaf geen label', 'The carrier gave no label');
    case 'ParcelShipped': return told('way', 'Pakket onderweg, klant bericht', 'Parcel under way, customer told');
    case 'ParcelAtPickupPoint': return told('way', 'Pakket op het afhaalpunt', 'Parcel at the pickup point');
    case 'ParcelDelivered': return told('way', 'Pakket bezorgd', 'Parcel delivered');
    case 'ParcelReturning': return told('trouble', 'Pakket komt terug', 'Parcel comes back');
    case 'ParcelLost': return told('trouble', 'Pakket zoek bij de vervoerder', 'Parcel lost by the carrier');
    case 'ItemsTransferred': return told('way', `${at} geeft ${n} mee naar ${name(text('destination'))}`, `${at} hands ${n} to the van for ${name(text('destination'))}`);
    case 'ItemsReceived': return told('way', `${at} heeft ${n} ontvangen`, `${at} received ${n}`);
    case 'LoadHanded': return told('way', `Krat ${text('code')} van ${at} naar ${name(text('destination'))}`, `Tote ${text('code')} from ${at} to ${name(text('destination'))}`);
    case 'LoadReceived': return told('way', `Krat aangekomen in ${at}`, `Tote arrived at ${at}`);
    case 'DeliveryReady': return told('way', `Alles ligt klaar in ${at}, klant bericht`, `All is ready at ${at}, customer told`);
    case 'ItemsCollected': return told('way', `${n} meegenomen in ${at}`, `${n} taken along at ${at}`);
    case 'ItemsCompleted': return told('order', `${n} geleverd`, `${n} delivered`);
    case 'PaymentAuthorised': return told('money', `${amount()} gereserveerd`, `${amount()} reserved`);
    case 'PaymentCaptured': return told('money', `${amount()} ontvangen`, `${amount()} received`);
    case 'CaptureRequested': return told('money', `${amount()} wordt geïnd`, `${amount()} is being collected`);
    case 'RefundRequested': return told('money', `${amount()} gaat terug naar de klant`, `${amount()} goes back to the customer`);
    case 'PaymentRefunded': return told('money', `${amount()} terugbetaald`, `${amount()} refunded`);
    case 'AuthorisationReleased': return told('money', `${amount()} vrijgegeven`, `${amount()} released`);
    case 'CaptureFailed': case 'RefundFailed': return told('trouble', `De betaling van ${amount()} lukte niet`, `The payment of ${amount()} failed`);
    case 'ItemsReturned': return told('stock', `Retour van ${n} in ${at}`, `${n} returned at ${at}`);
    case 'ItemsInspected': return told('stock', `${at} heeft ${n} nagekeken`, `${at} inspected ${n}`);
    case 'SaleVoided': return told('stock', 'Bon ongedaan gemaakt', 'Receipt voided');
    case 'StockReceived': return told('stock', `${n} binnengekomen in ${at}`, `${n} came in at ${at}`);
    case 'StockCounted': return told('stock', `Geteld in ${at}`, `Counted at ${at}`);
    case 'StockCorrected': return told('stock', `Voorraad gecorrigeerd in ${at}`, `Stock corrected at ${at}`);
    case 'HoldPlaced': return told('trouble', 'Vastgehouden', 'Put on hold');
    case 'HoldReleased': return told('order', 'Vrijgegeven', 'Released');
    default: return plainly(event.type, language);
  }
}
