/** The words of handing out pickups. */
import { defineWords, plural } from '../../shell/language.ts';

export const usePickupWords = defineWords({
  title: 'Pickups', how: 'Scan the customer’s code, or type the code, the order number or the name.', scan: 'Scan or type code or name', clear: 'Show all pickups', found: (search: string) => `Found for “${search}”`, list: 'Pickups of this store',
  status: { ready: 'Ready', preparing: 'To prepare', waiting: 'Still coming', back: 'To put back', collected: 'Collected', cancelled: 'Cancelled' }, choose: 'Show',
  products: (n: number) => plural(n, 'product', 'products'), somebody: 'Customer', reservation: 'Reservation', keptUntil: (moment: string) => `Kept until ${moment}`, sellIt: (number: string) => `It is not paid yet: sell it at the till with the customer’s code, or with ${number}.`, toTill: 'To the till', shelf: 'Shelf', readySince: 'Ready since', onHold: 'On hold', onHoldText: 'Somebody holds this order, so it is not handed over now. Call customer service while the customer is here.', until: (day: string) => `until ${day}`, overdue: 'Not collected in time', more: 'Show more',
  empty: { ready: 'Nothing is ready', preparing: 'Nothing to prepare', waiting: 'Nothing is on its way', collected: '', cancelled: '' },
  emptyText: { ready: 'A pickup is ready as soon as all its products lie on a shelf here. It then appears by itself.', preparing: 'New pickup orders for this store appear here, and under Today.', waiting: 'Pickups whose products come from another location wait here.', collected: '', cancelled: '' },
  none: 'No pickup found', noneText: 'Check the code or number. A pickup of another store can only be handed out there.',
  back: 'All pickups', order: (number: string) => `Order ${number}`, reservationOf: (number: string) => `Reservation ${number}`, toGive: 'To hand over', given: (n: number) => `${n} collected before`, coming: (n: number) => `${n} still coming`, toPick: (n: number) => `${n} to pick`,
  check: 'Check first', code: 'Pickup code', codeHint: 'Six letters and digits, in the customer’s message', codeScanned: 'Code scanned', identity: 'I have seen a proof of identity with this name', pay: (amount: string) => `Still to be paid: ${amount}. Settle this at the till first.`, fellThrough: (amount: string) => `The payment fell through: ${amount} is to be paid first. Take it at the till, or ask finance to release the order.`, held: 'The order is held for its payment. Ask finance to release it; until then it stays here.', paidBy: (amount: string) => `${amount} was paid at the till, by`, card: 'Card', cash: 'Cash',
  all: 'Hand over all', some: (n: number) => `Hand over ${n}`, none_: 'Choose at least one product', done: (name: string) => `Handed to ${name}`, doneText: (n: number) => plural(n, 'product has', 'products have') + ' been handed over.', rest: (n: number) => `${plural(n, 'product stays', 'products stay')} on the shelf.`, next: 'Next customer',
  prepare: 'Prepare it now', notReady: 'This pickup is not ready', collectedAll: 'Everything of this pickup was collected.', waitingText: 'It is ready as soon as everything is here. The customer then gets a message.', preparingText: 'It still has to be picked in this store.',
}, {
  title: 'Afhalen', how: 'Scan de code van de klant, of typ de code, het bestelnummer of de naam.', scan: 'Scan of typ code of naam', clear: 'Alle afhaalorders tonen', found: (search: string) => `Gevonden bij “${search}”`, list: 'Afhaalorders van deze winkel',
  status: { ready: 'Klaar', preparing: 'Klaarzetten', waiting: 'Komt nog', back: 'Terugleggen', collected: 'Afgehaald', cancelled: 'Geannuleerd' }, choose: 'Toon',
  products: (n: number) => plural(n, 'product', 'producten'), somebody: 'Klant', reservation: 'Reservering', keptUntil: (moment: string) => `Bewaard tot ${moment}`, sellIt: (number: string) => `Er is nog niet betaald: verkoop het aan de kassa met de code van de klant, of met ${number}.`, toTill: 'Naar de kassa', shelf: 'Plek', readySince: 'Klaar sinds', onHold: 'Vastgehouden', onHoldText: 'Iemand houdt deze bestelling vast, dus ze gaat nu niet mee. Bel de klantenservice terwijl de klant er is.', until: (day: string) => `tot en met ${day}`, overdue: 'Niet op tijd afgehaald', more: 'Meer tonen',
  empty: { ready: 'Er ligt niets klaar', preparing: 'Niets klaar te zetten', waiting: 'Er is niets onderweg', collected: '', cancelled: '' },
  emptyText: { ready: 'Een afhaalorder is klaar zodra alle producten hier op een plek liggen. Dan verschijnt hij vanzelf.', preparing: 'Nieuwe afhaalorders voor deze winkel verschijnen hier en onder Vandaag.', waiting: 'Hier wachten afhaalorders waarvan producten van een andere locatie komen.', collected: '', cancelled: '' },
  none: 'Geen afhaalorder gevonden', noneText: 'Kijk de code of het nummer na. Een afhaalorder van een andere winkel kan alleen daar worden meegegeven.',
  back: 'Alle afhaalorders', order: (number: string) => `Bestelling ${number}`, reservationOf: (number: string) => `Reservering ${number}`, toGive: 'Mee te geven', given: (n: number) => `${n} eerder afgehaald`, coming: (n: number) => `${n} komt nog`, toPick: (n: number) => `${n} te verzamelen`,
  check: 'Eerst nakijken', code: 'Afhaalcode', codeHint: 'Zes letters en cijfers, in het bericht van de klant', codeScanned: 'Code gescand', identity: 'Ik heb een legitimatie met deze naam gezien', pay: (amount: string) => `Nog te betalen: ${amount}. Reken dit eerst af aan de kassa.`, fellThrough: (amount: string) => `De betaling ging niet door: eerst moet ${amount} worden betaald. Reken dit af aan de kassa, of vraag financiën de bestelling vrij te geven.`, held: 'De bestelling wordt vastgehouden voor de betaling. Vraag financiën haar vrij te geven; tot dan blijft ze hier.', paidBy: (amount: string) => `${amount} is aan de kassa betaald, met`, card: 'Pin', cash: 'Contant',
  all: 'Alles meegeven', some: (n: number) => `${n} meegeven`, none_: 'Kies minstens één product', done: (name: string) => `Meegegeven aan ${name}`, doneText: (n: number) => plural(n, 'product is', 'producten zijn') + ' meegegeven.', rest: (n: number) => `${plural(n, 'product blijft', 'producten blijven')} liggen.`, next: 'Volgende klant',
  prepare: 'Nu klaarzetten', notReady: 'Deze afhaalorder is niet klaar', collectedAll: 'Van deze afhaalorder is alles afgehaald.', waitingText: 'Hij is klaar zodra alles hier is. De klant krijgt dan bericht.', preparingText: 'Hij moet in deze winkel nog worden verzameld.',
});

export const useWaitingWords = defineWords({
  until: (day: string) => `It waits until ${day}.`, overdue: 'Nobody came in time', overdueText: (day: string) => `The last day was ${day}. Let it wait longer, or take it back: the customer gets the money back.`,
  extend: 'Let it wait longer', extendDo: 'Let it wait', untilWhen: 'Until', untilUsual: 'The usual number of days', untilHelp: 'Leave this empty for the usual number of days. The store must be open on that day.', extended: (day: string) => `It waits until ${day} now. The customer is told.`,
  change: 'Send it elsewhere', changeDo: 'Send it there', changeHelp: 'Everything of this pickup goes there. What lies ready here is then sent or brought from here, or put back when the other store has it itself.', changed: 'It goes elsewhere now. The customer is told.', looking: 'Looking where it could go',
  notCollected: 'Not collected: take it back', ended: 'It is taken back: put the products back on the shelf. The customer gets the money back.', back: 'Cancel', close: 'Close', problem: 'Missing or damaged',
}, {
  until: (day: string) => `Hij wacht tot en met ${day}.`, overdue: 'Niemand kwam op tijd', overdueText: (day: string) => `De laatste dag was ${day}. Laat hem langer wachten, of neem hem terug: de klant krijgt het geld terug.`,
  extend: 'Langer laten wachten', extendDo: 'Laten wachten', untilWhen: 'Tot en met', untilUsual: 'Het gebruikelijke aantal dagen', untilHelp: 'Laat dit leeg voor het gebruikelijke aantal dagen. De winkel moet die dag open zijn.', extended: (day: string) => `Hij wacht nu tot en met ${day}. De klant krijgt bericht.`,
  change: 'Ergens anders heen', changeDo: 'Daarheen sturen', changeHelp: 'Alles van deze afhaalorder gaat daarheen. Wat hier klaarligt wordt dan van hieruit verstuurd of gebracht, of teruggelegd als de andere winkel het zelf heeft.', changed: 'Hij gaat nu ergens anders heen. De klant krijgt bericht.', looking: 'Er wordt gekeken waar hij heen kan',
  notCollected: 'Niet afgehaald: terugnemen', ended: 'Hij is teruggenomen: leg de producten terug op de plank. De klant krijgt het geld terug.', back: 'Annuleren', close: 'Sluiten', problem: 'Ontbreekt of beschadigd',
});

export const useProblemWords = defineWords({
  which: 'Which product?', howMany: 'How many?', why: 'What is the matter?',
  goes: { location: (n: number, place: string) => `${n === 1 ? '' : `${n} × `}${place} brings another one. The customer is told when it has come.`, cancelled: (n: number) => `Nobody has ${n === 1 ? 'another one' : `${n} others`}. It is cancelled, and the customer gets the money back.`, waiting: (n: number) => `${n === 1 ? 'It waits' : `${n} wait`} for new stock.` },
}, {
  which: 'Welk product?', howMany: 'Hoeveel?', why: 'Wat is er aan de hand?',
  goes: { location: (n: number, place: string) => `${n === 1 ? '' : `${n} × `}${place} brengt een ander. De klant krijgt bericht als het er is.`, cancelled: (n: number) => `Niemand heeft ${n === 1 ? 'een ander' : `${n} andere`}. Het is geannuleerd, en de klant krijgt het geld terug.`, waiting: (n: number) => `${n === 1 ? 'Het wacht' : `${n} wachten`} op nieuwe voorraad.` },
});

export const usePutBackWords = defineWords({
  scan: 'Scan each product that you put back', of: (number: string) => `Of order ${number}`, list: (number: string) => `To put back of order ${number}`, belongs: (place: string) => `Belongs at ${place}`, all: 'All of it is back on the shelf',
  empty: 'Nothing to put back', emptyText: 'What nobody waits for any more appears here until it is back on its shelf. Only then can it be sold again.',
}, {
  scan: 'Scan elk product dat je teruglegt', of: (number: string) => `Van bestelling ${number}`, list: (number: string) => `Terug te leggen van bestelling ${number}`, belongs: (place: string) => `Hoort op ${place}`, all: 'Alles ligt weer op de plank',
  empty: 'Niets terug te leggen', emptyText: 'Waar niemand meer op wacht, staat hier tot het weer op zijn plek ligt. Pas dan kan het weer worden verkocht.',
});

export const useReservedWords = defineWords({
  extend: 'Extend', extendDo: 'Extend', help: (end: string) => `It is kept until ${end} now. Choose a later moment, as far as the policy goes.`, until: 'Keep until', back: 'Cancel', close: 'Close',
}, {
  extend: 'Verlengen', extendDo: 'Verlengen', help: (end: string) => `Het wordt nu bewaard tot ${end}. Kies een later moment, zo ver als het beleid gaat.`, until: 'Bewaren tot', back: 'Annuleren', close: 'Sluiten',
});
