/** The words of handing out pickups. */
import { defineWords, plural } from '../../shell/language.ts';

export const usePickupWords = defineWords({
  title: 'Pickups', how: 'Scan the customer’s code, or type the code, the order number or the name.', scan: 'Scan or type code or name', clear: 'Show all pickups', found: (search: string) => `Found for “${search}”`, list: 'Pickups of this store',
  status: { ready: 'Ready', preparing: 'To prepare', waiting: 'Still coming', collected: 'Collected', cancelled: 'Cancelled' }, choose: 'Show',
  products: (n: number) => plural(n, 'product', 'products'), somebody: 'Customer', shelf: 'Shelf', readySince: 'Ready since', onHold: 'On hold', more: 'Show more',
  empty: { ready: 'Nothing is ready', preparing: 'Nothing to prepare', waiting: 'Nothing is on its way', collected: '', cancelled: '' },
  emptyText: { ready: 'A pickup is ready as soon as all its products lie on a shelf here. It then appears by itself.', preparing: 'New pickup orders for this store appear here, and under Today.', waiting: 'Pickups whose products come from another location wait here.', collected: '', cancelled: '' },
  none: 'No pickup found', noneText: 'Check the code or number. A pickup of another store can only be handed out there.',
  back: 'All pickups', order: (number: string) => `Order ${number}`, toGive: 'To hand over', given: (n: number) => `${n} collected before`, coming: (n: number) => `${n} still coming`, toPick: (n: number) => `${n} to pick`,
  check: 'Check first', code: 'Pickup code', codeHint: 'Six letters and digits, in the customer’s message', codeScanned: 'Code scanned', identity: 'I have seen a proof of identity with this name', pay: (amount: string) => `Still to be paid: ${amount}. Settle this at the till first.`,
  all: 'Hand over all', some: (n: number) => `Hand over ${n}`, none_: 'Choose at least one product', done: (name: string) => `Handed to ${name}`, doneText: (n: number) => plural(n, 'product has', 'products have') + ' been handed over.', rest: (n: number) => `${plural(n, 'product stays', 'products stay')} on the shelf.`, next: 'Next customer',
  prepare: 'Prepare it now', notReady: 'This pickup is not ready', collectedAll: 'Everything of this pickup was collected.', waitingText: 'It is ready as soon as everything is here. The customer then gets a message.', preparingText: 'It still has to be picked in this store.',
}, {
  title: 'Afhalen', how: 'Scan de code van de klant, of typ de code, het bestelnummer of de naam.', scan: 'Scan of typ code of naam', clear: 'Alle afhaalorders tonen', found: (search: string) => `Gevonden bij “${search}”`, list: 'Afhaalorders van deze winkel',
  status: { ready: 'Klaar', preparing: 'Klaarzetten', waiting: 'Komt nog', collected: 'Afgehaald', cancelled: 'Geannuleerd' }, choose: 'Toon',
  products: (n: number) => plural(n, 'product', 'producten'), somebody: 'Klant', shelf: 'Plek', readySince: 'Klaar sinds', onHold: 'Vastgehouden', more: 'Meer tonen',
  empty: { ready: 'Er ligt niets klaar', preparing: 'Niets klaar te zetten', waiting: 'Er is niets onderweg', collected: '', cancelled: '' },
  emptyText: { ready: 'Een afhaalorder is klaar zodra alle producten hier op een plek liggen. Dan verschijnt hij vanzelf.', preparing: 'Nieuwe afhaalorders voor deze winkel verschijnen hier en onder Vandaag.', waiting: 'Hier wachten afhaalorders waarvan producten van een andere locatie komen.', collected: '', cancelled: '' },
  none: 'Geen afhaalorder gevonden', noneText: 'Kijk de code of het nummer na. Een afhaalorder van een andere winkel kan alleen daar worden meegegeven.',
  back: 'Alle afhaalorders', order: (number: string) => `Bestelling ${number}`, toGive: 'Mee te geven', given: (n: number) => `${n} eerder afgehaald`, coming: (n: number) => `${n} komt nog`, toPick: (n: number) => `${n} te verzamelen`,
  check: 'Eerst nakijken', code: 'Afhaalcode', codeHint: 'Zes letters en cijfers, in het bericht van de klant', codeScanned: 'Code gescand', identity: 'Ik heb een legitimatie met deze naam gezien', pay: (amount: string) => `Nog te betalen: ${amount}. Reken dit eerst af aan de kassa.`,
  all: 'Alles meegeven', some: (n: number) => `${n} meegeven`, none_: 'Kies minstens één product', done: (name: string) => `Meegegeven aan ${name}`, doneText: (n: number) => plural(n, 'product is', 'producten zijn') + ' meegegeven.', rest: (n: number) => `${plural(n, 'product blijft', 'producten blijven')} liggen.`, next: 'Volgende klant',
  prepare: 'Nu klaarzetten', notReady: 'Deze afhaalorder is niet klaar', collectedAll: 'Van deze afhaalorder is alles afgehaald.', waitingText: 'Hij is klaar zodra alles hier is. De klant krijgt dan bericht.', preparingText: 'Hij moet in deze winkel nog worden verzameld.',
});
