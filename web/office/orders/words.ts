/** The words of the list of orders. */
import { defineWords, plural } from '../../shell/language.ts';

export const useWords = defineWords({
  title: 'Orders', list: 'Orders', views: 'Views', selectAll: 'Select all orders shown', select: (number: string) => `Select order ${number}`,
  view: { all: 'All', 'on-hold': 'On hold', today: 'To do today', late: 'Late', waiting: 'Waiting for stock', ready: 'Ready for pickup', 'partly-shipped': 'Partly shipped' },
  columns: { number: 'Order', customer: 'Customer', status: 'Status', channel: 'Channel', kinds: 'Delivery', locations: 'Works on it', due: 'Due', placed: 'Placed', promised: 'Promised by', units: 'Units', total: 'Total', tags: 'Tags' },
  chooseColumns: 'Columns', sort: 'Order of the list', sorts: { newest: 'Newest first', oldest: 'Oldest first', due: 'Due first' },
  filter: 'Filter', filters: { status: 'Status', channel: 'Channel', location: 'Works on it', kind: 'Delivery', onHold: 'On hold', waiting: 'Waiting for stock', due: 'Due', placedAfter: 'Placed since', placedBefore: 'Placed before', tag: 'Tag', customer: 'Customer', number: 'Number' },
  any: 'Any', clear: 'Clear filters', remove: (name: string) => `Remove the filter ${name}`, yes: 'Yes', no: 'No',
  moments: { now: 'Late already', today: 'By the end of today', '-P1D': 'Within a day', '-P3D': 'Within three days', PT1H: 'an hour ago', P1D: 'a day ago', P3D: 'three days ago', P7D: 'a week ago', P30D: 'thirty days ago' },
  typeTag: 'A tag, exactly', typeNumber: 'Order number or the shop’s number', done: 'Done',
  hold: 'On hold', nobody: 'Nobody yet', late: 'Late', noName: 'No name',
  news: (n: number) => `Show ${plural(n, 'new order', 'new orders')}`,
  none: { title: 'No orders here', all: 'Orders appear here as soon as a channel or a till brings them.', filtered: 'No order fits these filters. Take one away to see more.', late: 'Nothing is late. An order comes here when its work should have left, or its promise has passed.', today: 'Nothing is left to do today.', 'on-hold': 'No order is on hold. What needs somebody to look at it first waits here.', waiting: 'No order waits for stock.', ready: 'No order waits to be collected.', 'partly-shipped': 'No order is halfway.' },
  save: { button: 'Save view', title: 'Save this view', name: 'Name', who: 'Who sees it', onlyMe: 'Only I', everyone: 'Everyone of the office', replace: (name: string) => `Change “${name}”`, asNew: 'Save as a new view', remove: 'Delete view', removed: 'The view is gone.', saved: 'The view is saved.', reset: 'Back to the view', menu: (name: string) => `The view “${name}”`, exists: 'A view of yours with this name is replaced.' },
  bulk: { selected: (n: number) => `${plural(n, 'order', 'orders')} selected`, most: 'At most 500 orders at once.', clear: 'Clear the selection', tag: 'Tag', untag: 'Take a tag off', hold: 'Hold', release: 'Release', cancel: 'Cancel' },
  dialog: {
    titles: { tag: (n: number) => `Tag ${plural(n, 'order', 'orders')}`, untag: (n: number) => `Take a tag off ${plural(n, 'order', 'orders')}`, hold: (n: number) => `Hold ${plural(n, 'order', 'orders')}`, release: (n: number) => `Release ${plural(n, 'order', 'orders')}`, cancel: (n: number) => `Cancel ${plural(n, 'order', 'orders')}` },
    tags: 'Tags', tagsHint: 'Type a tag and press Enter.', reason: 'Reason', owner: 'Who releases it', note: 'Note', cancelText: 'Everything that has not left is cancelled, and what was paid for it goes back to the customer. This cannot be undone.', releaseText: 'Every hold that you may release is released. With the last one the work goes to the shop floor.', holdText: 'The stock stays reserved; the work waits.',
    back: 'Back', run: 'Do it', close: 'Close', results: 'What became of it', done: (n: number) => `${plural(n, 'order is', 'orders are')} done.`, refused: (n: number) => `${plural(n, 'order was', 'orders were')} refused:`, order: 'Order', why: 'Why',
    reasons: { address_check: 'Check the address', customer_asked: 'The customer asked', fraud_check: 'Check for fraud', payment_check: 'Check the payment', stock_check: 'Check the stock' }, cancelReasons: { customer: 'The customer asked', fraud: 'Fraud', payment: 'Not paid', channel: 'The channel asked', mistake: 'A mistake', not_collected: 'Not collected' },
  },
  export: { button: 'Export', busy: (n: number) => `${n} read …`, most: (n: number) => `The file has the first ${n} orders. Narrow the filters for the others.`, file: 'orders', headings: ['Order', 'Shop’s number', 'Customer', 'Status', 'On hold', 'Channel', 'Delivery', 'Works on it', 'Placed', 'Due', 'Promised by', 'Units', 'Total', 'Currency', 'Tags'].join('\n') },
  keys: 'Keys: j and k move, x selects, Enter opens.',
}, {
  title: 'Bestellingen', list: 'Bestellingen', views: 'Weergaven', selectAll: 'Alle getoonde bestellingen kiezen', select: (number) => `Bestelling ${number} kiezen`,
  view: { all: 'Alle', 'on-hold': 'Vastgehouden', today: 'Vandaag te doen', late: 'Te laat', waiting: 'Wacht op voorraad', ready: 'Klaar om af te halen', 'partly-shipped': 'Deels verzonden' },
  columns: { number: 'Bestelling', customer: 'Klant', status: 'Status', channel: 'Kanaal', kinds: 'Levering', locations: 'Werkt eraan', due: 'Moet af', placed: 'Geplaatst', promised: 'Beloofd', units: 'Stuks', total: 'Totaal', tags: 'Labels' },
  chooseColumns: 'Kolommen', sort: 'Volgorde van de lijst', sorts: { newest: 'Nieuwste eerst', oldest: 'Oudste eerst', due: 'Eerst wat af moet' },
  filter: 'Filter', filters: { status: 'Status', channel: 'Kanaal', location: 'Werkt eraan', kind: 'Levering', onHold: 'Vastgehouden', waiting: 'Wacht op voorraad', due: 'Moet af', placedAfter: 'Geplaatst sinds', placedBefore: 'Geplaatst voor', tag: 'Label', customer: 'Klant', number: 'Nummer' },
  any: 'Alle', clear: 'Filters wissen', remove: (name) => `Filter ${name} weghalen`, yes: 'Ja', no: 'Nee',
  moments: { now: 'Al te laat', today: 'Voor het eind van vandaag', '-P1D': 'Binnen een dag', '-P3D': 'Binnen drie dagen', PT1H: 'een uur geleden', P1D: 'een dag geleden', P3D: 'drie dagen geleden', P7D: 'een week geleden', P30D: 'dertig dagen geleden' },
  typeTag: 'Een label, precies', typeNumber: 'Bestelnummer of nummer van de winkel', done: 'Klaar',
  hold: 'Vastgehouden', nobody: 'Nog niemand', late: 'Te laat', noName: 'Geen naam',
  news: (n) => `Toon ${plural(n, 'nieuwe bestelling', 'nieuwe bestellingen')}`,
  none: { title: 'Geen bestellingen', all: 'Bestellingen verschijnen hier zodra een kanaal of een kassa ze brengt.', filtered: 'Geen bestelling past bij deze filters. Haal er een weg om meer te zien.', late: 'Niets is te laat. Een bestelling komt hier als haar werk weg had moeten zijn, of de belofte voorbij is.', today: 'Er is vandaag niets meer te doen.', 'on-hold': 'Geen bestelling wordt vastgehouden. Wat eerst iemand moet bekijken, wacht hier.', waiting: 'Geen bestelling wacht op voorraad.', ready: 'Geen bestelling wacht om afgehaald te worden.', 'partly-shipped': 'Geen bestelling is halverwege.' },
  save: { button: 'Weergave bewaren', title: 'Deze weergave bewaren', name: 'Naam', who: 'Wie haar ziet', onlyMe: 'Alleen ik', everyone: 'Iedereen van kantoor', replace: (name) => `“${name}” veranderen`, asNew: 'Als nieuwe weergave bewaren', remove: 'Weergave verwijderen', removed: 'De weergave is weg.', saved: 'De weergave is bewaard.', reset: 'Terug naar de weergave', menu: (name) => `De weergave “${name}”`, exists: 'Een weergave van jou met deze naam wordt vervangen.' },
  bulk: { selected: (n) => `${plural(n, 'bestelling', 'bestellingen')} gekozen`, most: 'Hooguit 500 bestellingen tegelijk.', clear: 'Keuze wissen', tag: 'Label geven', untag: 'Label weghalen', hold: 'Vasthouden', release: 'Vrijgeven', cancel: 'Annuleren' },
  dialog: {
    titles: { tag: (n) => `${plural(n, 'bestelling', 'bestellingen')} een label geven`, untag: (n) => `Een label van ${plural(n, 'bestelling', 'bestellingen')} halen`, hold: (n) => `${plural(n, 'bestelling', 'bestellingen')} vasthouden`, release: (n) => `${plural(n, 'bestelling', 'bestellingen')} vrijgeven`, cancel: (n) => `${plural(n, 'bestelling', 'bestellingen')} annuleren` },
    tags: 'Labels', tagsHint: 'Typ een label en druk op Enter.', reason: 'Reden', owner: 'Wie geeft vrij', note: 'Notitie', cancelText: 'Alles wat nog niet weg is wordt geannuleerd, en wat ervoor betaald is gaat terug naar de klant. Dit kan niet ongedaan worden gemaakt.', releaseText: 'Alles wat jij mag vrijgeven wordt vrijgegeven. Met de laatste gaat het werk naar de werkvloer.', holdText: 'De voorraad blijft gereserveerd; het werk wacht.',
    back: 'Terug', run: 'Uitvoeren', close: 'Sluiten', results: 'Wat ervan werd', done: (n) => `${plural(n, 'bestelling is', 'bestellingen zijn')} klaar.`, refused: (n) => `${plural(n, 'bestelling is', 'bestellingen zijn')} geweigerd:`, order: 'Bestelling', why: 'Waarom',
    reasons: { address_check: 'Adres nakijken', customer_asked: 'De klant vroeg erom', fraud_check: 'Op fraude nakijken', payment_check: 'Betaling nakijken', stock_check: 'Voorraad nakijken' }, cancelReasons: { customer: 'De klant vroeg erom', fraud: 'Fraude', payment: 'Niet betaald', channel: 'Het kanaal vroeg erom', mistake: 'Een vergissing', not_collected: 'Niet afgehaald' },
  },
  export: { button: 'Exporteren', busy: (n) => `${n} gelezen …`, most: (n) => `In het bestand staan de eerste ${n} bestellingen. Maak de filters nauwer voor de andere.`, file: 'bestellingen', headings: ['Bestelling', 'Nummer van de winkel', 'Klant', 'Status', 'Vastgehouden', 'Kanaal', 'Levering', 'Werkt eraan', 'Geplaatst', 'Moet af', 'Beloofd', 'Stuks', 'Totaal', 'Valuta', 'Labels'].join('\n') },
  keys: 'Toetsen: j en k verplaatsen, x kiest, Enter opent.',
});
export type Words = ReturnType<typeof useWords>;
